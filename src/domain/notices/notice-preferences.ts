import type { Context } from '#domain/context.ts';
import { requireUser } from '#domain/permissions.ts';

/** How much the acting member wants to hear, and what came of it in the last week. */
export interface NoticePreferences {
  quietFromMinute: number | null;
  quietToMinute: number | null;
  noticesPerDay: number;
  /** Notices with a sound in the last seven days, and how many of them the member acted on. */
  interrupts: number;
  acted: number;
}

const weekMs = 7 * 24 * 3_600_000;

/** The acting member's own preferences; they are changed by `setOwnPreferences`. */
export async function getNoticePreferences(ctx: Context): Promise<NoticePreferences> {
  const { id: userId } = requireUser(ctx);
  const since = new Date(ctx.clock.now().getTime() - weekMs);
  const loud = { userId, status: 'sent', severity: { not: 'info' }, sentAt: { gte: since } } as const;
  const [user, interrupts, acted] = await Promise.all([
    ctx.db.user.findFirstOrThrow({
      where: { id: userId },
      select: { quietFromMinute: true, quietToMinute: true, noticesPerDay: true },
    }),
    ctx.db.notice.count({ where: loud }),
    ctx.db.notice.count({ where: { ...loud, actedAt: { not: null } } }),
  ]);
  return { ...user, interrupts, acted };
}
