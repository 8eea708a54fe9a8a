import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { hashPassword, verifyPassword } from '#domain/auth/password.ts';
import { revokeUserTokens } from '#domain/auth/revoke-user-tokens.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { Password } from '#domain/users/user-fields.ts';

export const ChangePasswordInput = z.strictObject({
  currentPassword: z.string().max(200).nullish(),
  newPassword: Password,
});
export type ChangePasswordInput = z.input<typeof ChangePasswordInput>;

/** Sets the acting member's password and ends all their sessions. The present one is asked for when there is one. */
export async function changePassword(ctx: Context, input: ChangePasswordInput): Promise<void> {
  const actor = requireUser(ctx);
  const data = parseInput(ChangePasswordInput, input);
  const row = await ctx.db.user.findFirst({ where: { id: actor.id, disabledAt: null } });
  if (!row) throw notFound('user');
  if (row.passwordHash !== null && !(await verifyPassword(data.currentPassword ?? '', row.passwordHash))) {
    throw new AppError('unauthenticated', 'auth.badCredentials', 'The present password is wrong.');
  }
  const passwordHash = await hashPassword(data.newPassword);
  await inTransaction(ctx, async (tx) => {
    await tx.db.user.updateMany({ where: { id: actor.id }, data: { passwordHash, version: { increment: 1 } } });
    await revokeUserTokens(tx, actor.id);
    tx.audit({ action: 'user.passwordChanged', subjectType: 'user', subjectId: actor.id });
  });
}
