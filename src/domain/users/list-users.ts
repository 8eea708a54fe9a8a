import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const ListUsersInput = z.strictObject({ ...pageFields, includeDisabled: z.boolean().default(false) });
export type ListUsersInput = z.input<typeof ListUsersInput>;

/** The organization's members, newest first. */
export async function listUsers(
  ctx: Context,
  input: ListUsersInput = {},
): Promise<{ items: UserView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'users.read');
  const { limit, cursor, includeDisabled } = parseInput(ListUsersInput, input);
  const rows = await ctx.db.user.findMany({
    where: { AND: [includeDisabled ? {} : { disabledAt: null }, afterPosition('createdAt', cursor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), toUserView);
}
