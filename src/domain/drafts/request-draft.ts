import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { setDraftsStale } from '#domain/conversations/stale-drafts.ts';
import { DraftHint, readDraftView } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RequestDraftInput = z.strictObject({
  conversationId: z.uuid(),
  hint: DraftHint.nullish(),
  /** The call after which this is the follow-up. */
  callId: z.uuid().nullish(),
});
export type RequestDraftInput = z.input<typeof RequestDraftInput>;

/** Asks the model for a reply to a conversation's newest message; older drafts of it go stale. It belongs to the owner. */
export async function requestDraft(ctx: Context, input: RequestDraftInput): Promise<DraftView> {
  requirePermission(ctx, 'drafts.write');
  const data = parseInput(RequestDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const conversation = await tx.db.conversation.findFirst({
      where: { AND: [{ id: data.conversationId }, visibleConversations(ctx)] },
    });
    if (!conversation) throw notFound('conversation');
    const call = data.callId
      ? await tx.db.call.findFirst({
          where: { id: data.callId, contactId: conversation.contactId },
          select: { id: true },
        })
      : null;
    if (data.callId && !call) throw notFound('call');
    const ownerId = conversation.ownerId ?? (ctx.actor.kind === 'user' ? ctx.actor.id : null);
    if (ownerId === null) throw notFound('user');
    // Locks the conversation, so that of two requests at once the later one makes the earlier one stale.
    await tx.db.conversation.updateMany({ where: { id: conversation.id }, data: { leadId: conversation.leadId } });
    const newest = await tx.db.message.findFirst({
      where: { conversationId: conversation.id, direction: 'incoming' },
      orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    });
    if (ctx.actor.kind === 'system') {
      // A burst of messages, or a job that runs again after its worker died, wants one draft.
      const live = await tx.db.draft.findFirst({
        where: {
          conversationId: conversation.id,
          callId: call?.id ?? null,
          replyToId: newest?.id ?? null,
          status: { in: ['generating', 'ready'] },
        },
        select: { id: true },
      });
      if (live) return readDraftView(tx.db, { id: live.id });
    }
    await setDraftsStale(tx, conversation.id);
    const draftId = newId();
    await tx.db.draft.create({
      data: {
        id: draftId,
        conversationId: conversation.id,
        leadId: conversation.leadId,
        callId: call?.id ?? null,
        ownerId,
        replyToId: newest?.id ?? null,
        hint: data.hint ?? null,
      },
    });
    tx.audit({
      action: 'draft.requested',
      subjectType: 'draft',
      subjectId: draftId,
      data: { conversationId: conversation.id },
    });
    tx.activity({
      kind: 'draft.requested',
      leadId: conversation.leadId,
      contactId: conversation.contactId,
      data: { draftId },
    });
    tx.event('draft.requested', draftId, { revision: 1 });
    return readDraftView(tx.db, { id: draftId });
  });
}
