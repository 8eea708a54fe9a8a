import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

export const GetUserInput = z.strictObject({ userId: z.uuid() });
export type GetUserInput = z.input<typeof GetUserInput>;

/** One member, disabled ones included. Everybody may read themselves. */
export async function getUser(ctx: Context, input: GetUserInput): Promise<UserView> {
  const isSelf = ctx.actor.kind === 'user' && ctx.actor.id === input.userId;
  if (!isSelf) requirePermission(ctx, 'users.read');
  const { userId } = parseInput(GetUserInput, input);
  const row = await ctx.db.user.findFirst({ where: { id: userId } });
  if (!row) throw notFound('user');
  return toUserView(row);
}
