import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { hashPassword } from '#domain/auth/password.ts';
import { revokeUserTokens } from '#domain/auth/revoke-user-tokens.ts';
import type { ContextFactory } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { Password } from '#domain/users/user-fields.ts';

export const ConfirmPasswordResetInput = z.strictObject({
  token: z.string().regex(/^[A-Za-z0-9_-]{20,100}$/, 'this is not a token from a mail'),
  password: Password,
});
export type ConfirmPasswordResetInput = z.input<typeof ConfirmPasswordResetInput>;

/**
 * Sets a new password by a token from a mail, once, and ends all the member's sessions and other links. Unknown, used and
 * old tokens are all `auth.badResetLink`; of two at the same moment one wins.
 */
export async function confirmPasswordReset(make: ContextFactory, input: ConfirmPasswordResetInput): Promise<void> {
  const { token, password } = parseInput(ConfirmPasswordResetInput, input);
  const row = await make.runtime.database.prisma.passwordReset.findUnique({
    where: { tokenHash: sha256(token) },
    include: { user: { select: { disabledAt: true } } },
  });
  // Hashing costs time and memory; without a live token nobody gets us to do it.
  if (!row || row.usedAt || row.user.disabledAt) throw badLink();
  const ctx = make({
    organizationId: row.organizationId,
    actor: { kind: 'system', id: null, name: 'password reset' },
    door: 'api',
  });
  if (row.expiresAt <= ctx.clock.now()) throw badLink();
  const passwordHash = await hashPassword(password);
  await inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { count } = await tx.db.passwordReset.updateMany({
      where: { id: row.id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (count === 0) throw badLink();
    await tx.db.passwordReset.updateMany({ where: { userId: row.userId, usedAt: null }, data: { usedAt: now } });
    await tx.db.user.updateMany({
      where: { id: row.userId, disabledAt: null },
      data: { passwordHash, version: { increment: 1 } },
    });
    await revokeUserTokens(tx, row.userId);
    tx.audit({ action: 'user.passwordReset', subjectType: 'user', subjectId: row.userId });
  });
}

function badLink(): AppError {
  return new AppError(
    'unauthenticated',
    'auth.badResetLink',
    'This link does not work any more. Ask for a new one and use it within 15 minutes.',
  );
}
