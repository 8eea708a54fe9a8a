import type { Context } from '#domain/context.ts';
import { toUserView } from '#domain/users/user-view.ts';
import type { UserView } from '#domain/users/user-view.ts';

/** A member who may decide on calls, with the private chat that a card can be sent to. */
export type Approver = UserView & { telegramChatId: string | null };

/** Everybody who may approve calls: admins, and members with `calls.approve`. Disabled ones are left out. */
export async function listApprovers(ctx: Context): Promise<Approver[]> {
  const rows = await ctx.db.user.findMany({
    where: { disabledAt: null, OR: [{ role: 'admin' }, { permissions: { has: 'calls.approve' } }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    ...toUserView(row),
    telegramChatId: row.telegramBlocked || row.telegramChatId === null ? null : String(row.telegramChatId),
  }));
}
