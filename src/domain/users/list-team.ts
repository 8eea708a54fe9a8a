import type { Context } from '#domain/context.ts';
import { listUsers } from '#domain/users/list-users.ts';
import type { ListUsersInput } from '#domain/users/list-users.ts';
import type { UserView } from '#domain/users/user-view.ts';

/** A member with how much they have in hand. */
export interface TeamMember extends UserView {
  openLeads: number;
}

/** The organization's members with their numbers of open leads, newest first. */
export async function listTeam(
  ctx: Context,
  input: ListUsersInput = {},
): Promise<{ items: TeamMember[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listUsers(ctx, input);
  const counts = await ctx.db.lead.groupBy({
    by: ['ownerId'],
    where: { ownerId: { in: items.map((user) => user.id) }, closedAt: null, deletedAt: null, spamAt: null },
    _count: { _all: true },
  });
  const openLeads = new Map(counts.map((row) => [row.ownerId, row._count._all]));
  return { items: items.map((user) => ({ ...user, openLeads: openLeads.get(user.id) ?? 0 })), nextCursor };
}
