import { AppError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { issueInFamily } from '#domain/auth/issue-tokens.ts';
import type { IssuedTokens } from '#domain/auth/issue-tokens.ts';
import { revokeFamily } from '#domain/auth/revoke-tokens.ts';
import type { TokenOptions } from '#domain/auth/token-key.ts';
import type { ContextFactory } from '#domain/context.ts';

/**
 * Exchanges a refresh token for the next pair. Each works once: one that comes a second time was stolen from somebody, so
 * the whole session ends. Refuses with `auth.badToken`.
 */
export async function refreshTokens(
  make: ContextFactory,
  refreshToken: string,
  options: TokenOptions = {},
): Promise<IssuedTokens> {
  const { database, tenantClient } = make.runtime;
  const row = await database.prisma.refreshToken.findUnique({
    where: { tokenHash: sha256(refreshToken) },
    include: { user: { select: { disabledAt: true } } },
  });
  if (!row) throw badToken();
  const now = new Date();
  const { count } = await tenantClient(row.organizationId).refreshToken.updateMany({
    where: { id: row.id, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count === 0) {
    await revokeFamily(make, row);
    throw badToken();
  }
  if (row.user.disabledAt) throw badToken();
  return issueInFamily(make.runtime, row, options);
}

function badToken(): AppError {
  return new AppError('unauthenticated', 'auth.badToken', 'Sign in again: this token is not valid any more.');
}
