import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { findConversationForLead } from '#domain/conversations/find-conversation-for-lead.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { isEnabled } from '#domain/feature-flags/flags.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireSystem } from '#domain/calls/policy.ts';

export const RequestFollowUpInput = z.strictObject({ callId: z.uuid() });
export type RequestFollowUpInput = z.input<typeof RequestFollowUpInput>;

const worthFollowing: readonly (string | null)[] = ['talked', 'talked_briefly', 'partial', 'handed_over'];

/** Has a follow-up written after a conversation by phone, when there is a chat with that person to send it to. */
export async function requestFollowUp(ctx: Context, input: RequestFollowUpInput): Promise<{ draftId: string | null }> {
  requireSystem(ctx);
  const { callId } = parseInput(RequestFollowUpInput, input);
  const call = await ctx.db.call.findFirst({
    where: { id: callId, deletedAt: null },
    select: { leadId: true, contactId: true, outcome: true, source: true },
  });
  if (!call?.leadId || (call.source === 'retell' && !worthFollowing.includes(call.outcome))) return { draftId: null };
  const conversation = await findConversationForLead(ctx, { leadId: call.leadId });
  if (!conversation || conversation.contact.id !== call.contactId) return { draftId: null };
  if (!(await isEnabled(ctx, 'aiDrafts'))) return { draftId: null };
  // A repeat of this work after a crash must not make the first draft stale.
  const present = await ctx.db.draft.findFirst({ where: { callId }, select: { id: true } });
  if (present) return { draftId: present.id };
  return { draftId: (await requestDraft(ctx, { conversationId: conversation.id, callId })).id };
}
