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

/** When the answer goes out, whatever there was to do. */
const answerAfterMs = 200;

/**
 * Has a link for a new password sent to a member's address. Resolves after the same time for everybody, also while the
 * database is slow: unknown addresses, disabled members and too many requests are not told apart. `asked` is the work
 * itself, which goes on behind the answer and never rejects.
 */
export async function requestPasswordReset(
  make: ContextFactory,
  input: RequestPasswordResetInput,
): Promise<{ asked: Promise<void> }> {
  const { email, ip } = parseInput(RequestPasswordResetInput, input);
  const mayAsk = loginLimitsOf(make.runtime).mayAskForReset(email, ip, new Date());
  const asked = mayAsk ? askFor(make, email) : Promise.resolve();
  await pause(answerAfterMs);
  return { asked };
}

/** Never rejects: whoever asked has their answer, and asks again when no mail comes. */
async function askFor(make: ContextFactory, email: string): Promise<void> {
  try {
    await askForMember(make, email);
  } catch (error) {
    const organizationId = '00000000-0000-0000-0000-000000000000';
    const { log } = make({ organizationId, actor: systemActor, door: 'api' });
    log.error({ err: error }, 'a request for a new password could not be kept');
  }
}

const systemActor = { kind: 'system', id: null, name: 'password reset' } as const;

async function askForMember(make: ContextFactory, email: string): Promise<void> {
  const user = await make.runtime.database.prisma.user.findUnique({
    where: { email },
    select: { id: true, organizationId: true, disabledAt: true },
  });
  if (!user || user.disabledAt) return;
  const ctx = make({
    organizationId: user.organizationId,
    actor: systemActor,
    door: 'api',
  });
  await inTransaction(ctx, async (tx) => {
    tx.audit({ action: 'user.passwordResetAsked', subjectType: 'user', subjectId: user.id });
    tx.event('user.passwordResetAsked', user.id, {});
  });
}
