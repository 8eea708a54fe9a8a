import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { isUniqueViolation } from '#platform/database/retry.ts';
import { hashPassword } from '#domain/auth/password.ts';
import { revokeUserTokens } from '#domain/auth/revoke-user-tokens.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { rescheduleForZone } from '#domain/tasks/reschedule-for-zone.ts';
import { zoneOfMember } from '#domain/tasks/write-task.ts';
import { inTransaction } from '#domain/transaction.ts';
import { emailTaken } from '#domain/users/create-user.ts';
import { requireAdminLeft, requireMayGrant } from '#domain/users/policy.ts';
import {
  Password,
  TimeZone,
  UserEmail,
  UserLanguage,
  UserName,
  UserPermissions,
  UserRole,
} from '#domain/users/user-fields.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const UpdateUserInput = z.strictObject({
  userId: z.uuid(),
  name: UserName.optional(),
  email: UserEmail.nullish(),
  password: Password.optional(),
  role: UserRole.optional(),
  permissions: UserPermissions.optional(),
  language: UserLanguage.optional(),
  timeZone: TimeZone.nullish(),
  onDuty: z.boolean().optional(),
  version: z.int().optional(),
});
export type UpdateUserInput = z.input<typeof UpdateUserInput>;

/**
 * Changes a member. A new password, role or set of permissions ends all their sessions. `user.changedMeanwhile` when
 * `version` is not the present one, `user.lastAdmin` when no admin would be left.
 */
export async function updateUser(ctx: Context, input: UpdateUserInput): Promise<UserView> {
  requirePermission(ctx, 'users.write');
  const { userId, version, password, ...data } = parseInput(UpdateUserInput, input);
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  try {
    return await inTransaction(ctx, async (tx) => {
      const before = await tx.db.user.findFirst({ where: { id: userId } });
      if (!before) throw notFound('user');
      requireMayGrant(
        ctx,
        { role: data.role ?? before.role, permissions: data.permissions ?? before.permissions },
        before,
      );
      const from = await zoneOfMember(tx.db, userId);
      const { count } = await tx.db.user.updateMany({
        where: { id: userId, version: version ?? before.version },
        data: { ...onlyGiven({ ...data, passwordHash }), version: { increment: 1 } },
      });
      if (count === 0)
        throw new AppError('stale', 'user.changedMeanwhile', 'This member was changed meanwhile; look again.');
      const after = await tx.db.user.findFirstOrThrow({ where: { id: userId } });
      if (after.timeZone !== before.timeZone)
        await rescheduleForZone(tx, { userIds: [userId], from, to: await zoneOfMember(tx.db, userId) });
      const rightsChanged = after.role !== before.role || after.permissions.join() !== before.permissions.join();
      if (rightsChanged || passwordHash !== undefined) await revokeUserTokens(tx, userId);
      if (before.role === 'admin' && after.role !== 'admin') await requireAdminLeft(tx);
      tx.audit({
        action: 'user.updated',
        subjectType: 'user',
        subjectId: userId,
        data: {
          fields: Object.keys(onlyGiven({ ...data, password })),
          ...(rightsChanged ? { role: after.role, permissions: after.permissions } : {}),
        },
      });
      tx.event('user.changed', userId, {});
      return toUserView(after);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw emailTaken();
    throw error;
  }
}
