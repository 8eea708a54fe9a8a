import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { conversationColumns, conversationJoins, toConversationView } from '#domain/conversations/conversation-view.ts';
import type { ConversationRow, ConversationView } from '#domain/conversations/conversation-view.ts';
import { conversationViewer, requireReadConversations } from '#domain/conversations/policy.ts';
import { parseInput } from '#domain/parse-input.ts';

export const ListConversationsInput = z.strictObject({
  ...pageFields,
  /** Only conversations with messages that nobody read. */
  unread: z.boolean().default(false),
  /** Only conversations that the actor owns. */
  mine: z.boolean().default(false),
});
export type ListConversationsInput = z.input<typeof ListConversationsInput>;

type Values = [limit: number, before: Date | null, beforeId: string | null, unread: boolean];

const page = (owner: string) => `(
  SELECT v.id, v.last_message_at FROM conversations v
  WHERE v.organization_id = $1 ${owner} AND ($3::timestamptz IS NULL OR (v.last_message_at, v.id) < ($3, $4::uuid))
    AND (NOT $5::boolean OR v.unread_count > 0)
  ORDER BY v.last_message_at DESC, v.id DESC LIMIT $2)`;
const list = (ranges: string) =>
  `SELECT ${conversationColumns}
   FROM (SELECT id FROM (${ranges}) ranges ORDER BY last_message_at DESC, id DESC LIMIT $2) page
   JOIN conversations v ON v.id = page.id AND v.organization_id IS NOT DISTINCT FROM $1 ${conversationJoins}
   ORDER BY v.last_message_at DESC, v.id DESC`;

const allConversations = defineRead<Values, ConversationRow>('conversation-list-all', list(page('')));
const ownConversations = defineRead<[...Values, ownerId: string], ConversationRow>(
  'conversation-list-own',
  list(page('AND v.owner_id = $6')),
);
const visibleConversations = defineRead<[...Values, ownerId: string], ConversationRow>(
  'conversation-list-visible',
  list(`${page('AND v.owner_id = $6')} UNION ALL ${page('AND v.owner_id IS NULL')}`),
);

/** The conversations that the actor may see, the one with the newest message first. */
export async function listConversations(
  ctx: Context,
  input: ListConversationsInput = {},
): Promise<{ items: ConversationView[]; nextCursor: string | null }> {
  requireReadConversations(ctx);
  const { limit, cursor, unread, mine } = parseInput(ListConversationsInput, input);
  const after = decodeCursor(cursor);
  const values: Values = [limit + 1, after?.at ?? null, after?.id ?? null, unread];
  const viewerId = conversationViewer(ctx);
  const rows =
    mine && ctx.actor.kind === 'user'
      ? await ctx.read(ownConversations, ...values, ctx.actor.id)
      : viewerId === null
        ? await ctx.read(allConversations, ...values)
        : await ctx.read(visibleConversations, ...values, viewerId);
  return toPage(rows, limit, (row) => ({ at: row.lastMessageAt, id: row.id }), toConversationView);
}
