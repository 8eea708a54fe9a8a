import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { loginLimitsOf } from '#domain/auth/login-limits.ts';
import type { ContextFactory } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RequestPasswordResetInput = z.strictObject({
  email: z.string().trim().toLowerCase().min(3).max(254),
  ip: z.string().max(64).default('unknown'),
});
export type RequestPasswordResetInput = z.input<typeof RequestPasswordResetInput>;

/** Longer than the work for a known address takes, so that the time does not tell who is known. */
const answerAfterMs = 200;
/** Mails that one person gets in an hour, whoever asks. */
const resetsPerHour = 3;

/**
 * Has a link for a new password sent to a member's address. Ends the same way after the same time for everybody: unknown
 * addresses, disabled members and too many requests are not told apart.
 */
export async function requestPasswordReset(make: ContextFactory, input: RequestPasswordResetInput): Promise<void> {
  const { email, ip } = parseInput(RequestPasswordResetInput, input);
  const answerAt = pause(answerAfterMs);
  try {
    if (loginLimitsOf(make.runtime).mayAskForReset(email, ip, new Date())) await askFor(make, email);
  } finally {
    await answerAt;
  }
}

async function askFor(make: ContextFactory, email: string): Promise<void> {
  const user = await make.runtime.database.prisma.user.findUnique({
    where: { email },
    select: { id: true, organizationId: true, disabledAt: true },
  });
  if (!user || user.disabledAt) return;
  const ctx = make({
    organizationId: user.organizationId,
    actor: { kind: 'system', id: null, name: 'password reset' },
    door: 'api',
  });
  await inTransaction(ctx, async (tx) => {
    const since = new Date(ctx.clock.now().getTime() - 3_600_000);
    if ((await tx.db.passwordReset.count({ where: { userId: user.id, createdAt: { gt: since } } })) >= resetsPerHour)
      return;
    tx.audit({ action: 'user.passwordResetAsked', subjectType: 'user', subjectId: user.id });
    tx.event('user.passwordResetAsked', user.id, {});
  });
}
