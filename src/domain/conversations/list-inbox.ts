import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { conversationColumns, conversationJoins, toConversationView } from '#domain/conversations/conversation-view.ts';
import type { ConversationRow, ConversationView } from '#domain/conversations/conversation-view.ts';
import { conversationViewer, requireReadConversations } from '#domain/conversations/policy.ts';
import { pageFields } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';

/** The place after which a page of the inbox begins: among those who wait, by when they should have an answer; or the rest. */
export const InboxPlace = z.strictObject({
  waiting: z.boolean(),
  /** Milliseconds since 1970. */
  atMs: z.int().min(0).max(8_000_000_000_000),
  id: z.uuid(),
});
export type InboxPlace = z.output<typeof InboxPlace>;

export const ListInboxInput = z.strictObject({ limit: pageFields.limit, place: InboxPlace.nullish() });
export type ListInboxInput = z.input<typeof ListInboxInput>;

type Values = [limit: number, at: Date | null, id: string | null, viewerId: string | null];

const visible = `($5::uuid IS NULL OR v.owner_id = $5 OR v.owner_id IS NULL)`;
/** Without a due moment they come last of those who wait. */
const never = `'2200-01-01'::timestamptz`;

const waitingChats = defineRead<Values, ConversationRow>(
  'inbox-waiting',
  `SELECT ${conversationColumns} FROM conversations v ${conversationJoins}
   WHERE v.organization_id = $1 AND v.waiting_since IS NOT NULL AND ${visible}
     AND ($3::timestamptz IS NULL OR (coalesce(v.reply_due_at, ${never}), v.id) > ($3, $4::uuid))
   ORDER BY coalesce(v.reply_due_at, ${never}), v.id LIMIT $2`,
);
const answeredChats = defineRead<Values, ConversationRow>(
  'inbox-answered',
  `SELECT ${conversationColumns} FROM conversations v ${conversationJoins}
   WHERE v.organization_id = $1 AND v.waiting_since IS NULL AND ${visible}
     AND ($3::timestamptz IS NULL OR (v.last_message_at, v.id) < ($3, $4::uuid))
   ORDER BY v.last_message_at DESC, v.id DESC LIMIT $2`,
);

/** The conversations that the actor may see: who waits comes first, the one due first on top; then the newest. */
export async function listInbox(
  ctx: Context,
  input: ListInboxInput = {},
): Promise<{ items: ConversationView[]; nextPlace: InboxPlace | null }> {
  requireReadConversations(ctx);
  const { limit, place } = parseInput(ListInboxInput, input);
  const viewerId = conversationViewer(ctx);
  const at = (waiting: boolean): [Date | null, string | null] =>
    place?.waiting === waiting ? [new Date(place.atMs), place.id] : [null, null];
  const waiting = place?.waiting === false ? [] : await ctx.read(waitingChats, limit + 1, ...at(true), viewerId);
  const left = limit + 1 - waiting.length;
  const answered = left > 0 ? await ctx.read(answeredChats, left, ...at(false), viewerId) : [];
  const rows = [...waiting, ...answered].map(toConversationView);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextPlace: rows.length > limit && last ? placeOf(last) : null };
}

function placeOf({ id, waitingSince, replyDueAt, lastMessageAt }: ConversationView): InboxPlace {
  if (!waitingSince) return { waiting: false, atMs: lastMessageAt.getTime(), id };
  return { waiting: true, atMs: replyDueAt?.getTime() ?? Date.UTC(2200, 0, 1), id };
}
