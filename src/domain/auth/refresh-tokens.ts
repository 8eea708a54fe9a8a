import { AppError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { issueInFamily } from '#domain/auth/issue-tokens.ts';
import type { IssuedTokens } from '#domain/auth/issue-tokens.ts';
import { revokeFamily } from '#domain/auth/revoke-tokens.ts';
import type { TokenOptions } from '#domain/auth/token-key.ts';
import type { ContextFactory } from '#domain/context.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

/** How long an answer that got lost may be asked for again. */
const graceMs = 10_000;

/**
 * Exchanges a refresh token for the next pair. Each works once. One that comes again within 10 s, before its successor was
 * used, had its answer lost or met a parallel request: the successor is voided and a new one given. Any other repeat was
 * stolen from somebody, so the whole session ends. Refuses with `auth.badToken`.
 */
export async function refreshTokens(
  make: ContextFactory,
  refreshToken: string,
  options: TokenOptions = {},
): Promise<IssuedTokens> {
  const { database } = make.runtime;
  const row = await database.prisma.refreshToken.findUnique({
    where: { tokenHash: sha256(refreshToken) },
    include: { user: { select: { disabledAt: true } } },
  });
  if (!row) throw badToken();
  const ctx = make({ organizationId: row.organizationId, actor: systemActor, door: 'api' });
  const tokens = await inTransaction(ctx, async (tx) => {
    // Parallel requests with one token wait here for each other, so that each sees what the one before it wrote.
    await tx.db.refreshToken.updateMany({ where: { id: row.id }, data: { familyId: row.familyId } });
    const now = ctx.clock.now();
    const { count } = await tx.db.refreshToken.updateMany({
      where: { id: row.id, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (row.user.disabledAt || (count === 0 && !(await voidSuccessor(tx, row, now)))) return null;
    return issueInFamily(make.runtime, row, options, tx.db);
  });
  if (tokens) return tokens;
  await revokeFamily(make, row);
  throw badToken();
}

const systemActor = { kind: 'system', id: null, name: 'sign-in' } as const;

/** Whether a repeat is an honest one; then what the session was given instead works no more. */
async function voidSuccessor(tx: Transaction, token: { id: string; familyId: string }, now: Date): Promise<boolean> {
  const { id, familyId } = token;
  const again = await tx.db.refreshToken.findFirst({
    where: { id, revokedAt: null, usedAt: { gt: new Date(now.getTime() - graceMs) } },
    select: { usedAt: true },
  });
  if (!again?.usedAt) return false;
  const others = { familyId, id: { not: id } };
  if (await tx.db.refreshToken.findFirst({ where: { ...others, usedAt: { gte: again.usedAt } } })) return false;
  await tx.db.refreshToken.updateMany({
    where: { ...others, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  return true;
}

function badToken(): AppError {
  return new AppError('unauthenticated', 'auth.badToken', 'Sign in again: this token is not valid any more.');
}
