import { sha256 } from '#platform/hashing.ts';
import { forgetSessions } from '#domain/auth/session-cache.ts';
import type { ContextFactory } from '#domain/context.ts';

/** Signs out: ends the session of a refresh token, or the session that an access token named. Unknown ones are ignored. */
export async function revokeTokens(
  make: ContextFactory,
  session: { refreshToken: string } | { organizationId: string; sessionId: string },
): Promise<void> {
  if ('sessionId' in session) {
    await revokeFamily(make, { organizationId: session.organizationId, familyId: session.sessionId });
    return;
  }
  const row = await make.runtime.database.prisma.refreshToken.findUnique({
    where: { tokenHash: sha256(session.refreshToken) },
  });
  if (row) await revokeFamily(make, row);
}

export async function revokeFamily(
  make: ContextFactory,
  family: { organizationId: string; familyId: string },
): Promise<void> {
  await make.runtime.tenantClient(family.organizationId).refreshToken.updateMany({
    where: { familyId: family.familyId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  forgetSessions(make.runtime, family.familyId);
}
