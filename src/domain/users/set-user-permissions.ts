import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { updateUser } from '#domain/users/update-user.ts';
import { UserPermissions } from '#domain/users/user-fields.ts';
import type { UserView } from '#domain/users/user-view.ts';
import { requirePermission } from '#domain/permissions.ts';

export const SetUserPermissionsInput = z.strictObject({ userId: z.uuid(), permissions: UserPermissions });
export type SetUserPermissionsInput = z.input<typeof SetUserPermissionsInput>;

/** Replaces what is granted to a member on top of their role. Nobody grants more than they have. */
export async function setUserPermissions(ctx: Context, input: SetUserPermissionsInput): Promise<UserView> {
  requirePermission(ctx, 'users.write');
  return updateUser(ctx, parseInput(SetUserPermissionsInput, input));
}
