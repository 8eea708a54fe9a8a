import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { hashPassword } from '#domain/auth/password.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { requireMayGrant } from '#domain/users/policy.ts';
import { Password, UserEmail, UserLanguage, UserName, UserPermissions, UserRole } from '#domain/users/user-fields.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const CreateUserInput = z.strictObject({
  name: UserName,
  email: UserEmail.nullish(),
  password: Password.nullish(),
  role: UserRole,
  permissions: UserPermissions.optional(),
  language: UserLanguage.optional(),
});
export type CreateUserInput = z.input<typeof CreateUserInput>;

/** Adds a member. Without e-mail and password they come in by an invite only. `auth.emailTaken` when the address is used. */
export async function createUser(ctx: Context, input: CreateUserInput): Promise<UserView> {
  requirePermission(ctx, 'users.write');
  const data = parseInput(CreateUserInput, input);
  const permissions = data.permissions ?? [];
  requireMayGrant(ctx, { role: data.role, permissions });
  const passwordHash = data.password ? await hashPassword(data.password) : null;
  return inTransaction(ctx, async (tx) => {
    const organization = await tx.db.organization.findFirstOrThrow({ select: { language: true } });
    const [row] = await tx.db.user.createManyAndReturn({
      data: [
        {
          id: newId(),
          name: data.name,
          email: data.email ?? null,
          passwordHash,
          role: data.role,
          permissions,
          language: data.language ?? organization.language,
          tokensValidFrom: ctx.clock.now(),
        },
      ],
      skipDuplicates: true,
    });
    if (!row) throw emailTaken();
    tx.audit({ action: 'user.created', subjectType: 'user', subjectId: row.id, data: { role: row.role, permissions } });
    tx.event('user.changed', row.id, {});
    return toUserView(row);
  });
}

export function emailTaken(): AppError {
  return new AppError('conflict', 'auth.emailTaken', 'Somebody is registered with this e-mail address already.', {
    fields: [{ field: 'email', problem: 'is used already' }],
  });
}
