import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { loginLimitsOf } from '#domain/auth/login-limits.ts';
import { verifyPassword } from '#domain/auth/password.ts';
import type { ContextFactory } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const AuthenticateInput = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
  /** The address the request came from, after the trusted proxies. */
  ip: z.string().max(64).default('unknown'),
});
export type AuthenticateInput = z.input<typeof AuthenticateInput>;

/**
 * The member behind an e-mail address and password. Unknown addresses, wrong passwords and disabled members get the same
 * `auth.badCredentials` after the same work; `auth.tooManyTries` tells after how many seconds this address may try again.
 */
export async function authenticate(
  make: ContextFactory,
  input: AuthenticateInput,
): Promise<{ user: UserView; organizationId: string }> {
  const { email, password, ip } = parseInput(AuthenticateInput, input);
  const { runtime } = make;
  const limits = loginLimitsOf(runtime);
  const clock = { now: () => new Date() };
  const waitMs = limits.waitMs(email, ip, clock.now());
  if (waitMs > 0) throw tooManyTries(waitMs);
  // Counted before the slow check, so that parallel guesses cannot all slip in under the limit.
  limits.failed(email, ip, clock.now());
  const row = await runtime.database.prisma.user.findUnique({ where: { email } });
  const matches = await verifyPassword(password, row?.passwordHash ?? null);
  if (!row || !matches || row.disabledAt) {
    const delayMs = limits.delayMs(email, clock.now());
    if (delayMs > 0) await pause(delayMs);
    throw new AppError('unauthenticated', 'auth.badCredentials', 'The e-mail address or the password is wrong.');
  }
  limits.succeeded(email, ip);
  const user = toUserView(row);
  const ctx = make({
    organizationId: row.organizationId,
    actor: { kind: 'user', id: row.id, name: row.name, role: row.role, permissions: row.permissions },
    door: 'api',
  });
  await inTransaction(ctx, async (tx) =>
    tx.audit({ action: 'user.signedIn', subjectType: 'user', subjectId: row.id, data: { ip } }),
  );
  return { user, organizationId: row.organizationId };
}

function tooManyTries(waitMs: number): AppError {
  const seconds = Math.ceil(waitMs / 1_000);
  return new AppError('rate_limited', 'auth.tooManyTries', `Too many wrong tries. Try again in ${seconds} seconds.`, {
    params: { seconds },
  });
}
