import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { conversationColumns, conversationJoins, toConversationView } from '#domain/conversations/conversation-view.ts';
import type { ConversationRow, ConversationView } from '#domain/conversations/conversation-view.ts';
import { conversationViewer, requireReadConversations } from '#domain/conversations/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';

export const GetConversationInput = z.strictObject({ conversationId: z.uuid() });
export type GetConversationInput = z.input<typeof GetConversationInput>;

const conversationById = defineRead<[conversationId: string, viewerId: string | null], ConversationRow>(
  'conversation-by-id',
  `SELECT ${conversationColumns} FROM conversations v ${conversationJoins}
   WHERE v.organization_id = $1 AND v.id = $2 AND ($3::uuid IS NULL OR v.owner_id = $3 OR v.owner_id IS NULL)`,
);

/** One conversation that the actor may see. */
export async function getConversation(ctx: Context, input: GetConversationInput): Promise<ConversationView> {
  requireReadConversations(ctx);
  const { conversationId } = parseInput(GetConversationInput, input);
  const [row] = await ctx.read(conversationById, conversationId, conversationViewer(ctx));
  if (!row) throw notFound('conversation');
  return toConversationView(row);
}
