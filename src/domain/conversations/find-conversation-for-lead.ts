import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { conversationColumns, conversationJoins, toConversationView } from '#domain/conversations/conversation-view.ts';
import type { ConversationRow, ConversationView } from '#domain/conversations/conversation-view.ts';
import { conversationViewer, requireReadConversations } from '#domain/conversations/policy.ts';
import { parseInput } from '#domain/parse-input.ts';

export const FindConversationForLeadInput = z.strictObject({ leadId: z.uuid() });
export type FindConversationForLeadInput = z.input<typeof FindConversationForLeadInput>;

const conversationForLead = defineRead<[leadId: string, viewerId: string | null], ConversationRow>(
  'conversation-for-lead',
  `SELECT ${conversationColumns}
   FROM (SELECT v.* FROM conversations v JOIN leads wanted ON wanted.organization_id = $1 AND wanted.id = $2
         WHERE v.organization_id = $1 AND (v.lead_id = $2 OR v.contact_id = wanted.contact_id)
           AND ($3::uuid IS NULL OR v.owner_id = $3 OR v.owner_id IS NULL)
         ORDER BY (v.lead_id = $2) IS TRUE DESC, v.last_message_at DESC LIMIT 1) v ${conversationJoins}`,
);

/** The thread with a lead's person: the lead's own, else the latest one with the same contact; null when there is none. */
export async function findConversationForLead(
  ctx: Context,
  input: FindConversationForLeadInput,
): Promise<ConversationView | null> {
  requireReadConversations(ctx);
  const { leadId } = parseInput(FindConversationForLeadInput, input);
  const [row] = await ctx.read(conversationForLead, leadId, conversationViewer(ctx));
  return row ? toConversationView(row) : null;
}
