import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { conversationViewer, requireReadConversations } from '#domain/conversations/policy.ts';

/** How full the inbox is for whoever asks. */
export interface InboxStats {
  unreadChats: number;
  unreadMessages: number;
  /** Clients without an answer, of them those whose answer is overdue, and those whom nobody has. */
  waiting: number;
  overdue: number;
  unowned: number;
  oldestWaitingSince: Date | null;
}

const counts = defineRead<[viewerId: string | null, now: Date], InboxStats>(
  'inbox-stats',
  `SELECT count(*) FILTER (WHERE unread_count > 0)::int AS "unreadChats",
          coalesce(sum(unread_count), 0)::int AS "unreadMessages",
          count(waiting_since)::int AS waiting,
          count(*) FILTER (WHERE waiting_since IS NOT NULL AND reply_due_at <= $3::timestamptz)::int AS overdue,
          count(*) FILTER (WHERE waiting_since IS NOT NULL AND owner_id IS NULL)::int AS unowned,
          min(waiting_since) AS "oldestWaitingSince"
   FROM conversations
   WHERE organization_id = $1 AND (waiting_since IS NOT NULL OR unread_count > 0)
     AND ($2::uuid IS NULL OR owner_id = $2 OR owner_id IS NULL)`,
);

/** Counts of the conversations that the actor may see. */
export async function getInboxStats(ctx: Context): Promise<InboxStats> {
  requireReadConversations(ctx);
  const [row] = await ctx.read(counts, conversationViewer(ctx), ctx.clock.now());
  return row ?? { unreadChats: 0, unreadMessages: 0, waiting: 0, overdue: 0, unowned: 0, oldestWaitingSince: null };
}
