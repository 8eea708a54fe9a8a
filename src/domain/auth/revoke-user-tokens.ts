import { forgetSessions } from '#domain/auth/session-cache.ts';
import type { Transaction } from '#domain/transaction.ts';

/** Ends every session of a member: access tokens issued so far and all refresh tokens are refused from now on. */
export async function revokeUserTokens(tx: Transaction, userId: string): Promise<void> {
  const now = tx.ctx.clock.now();
  await tx.db.user.updateMany({ where: { id: userId }, data: { tokensValidFrom: now } });
  await tx.db.refreshToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  forgetSessions(tx.ctx.runtime, userId);
}
