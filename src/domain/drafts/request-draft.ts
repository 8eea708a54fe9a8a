import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { readDraft } from '#domain/drafts/draft-view.ts';
import type { DraftView } from '#domain/drafts/draft-view.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { newId } from '#platform/ids.ts';

export const DraftHint = z.string().trim().min(1).max(500);

export const RequestDraftInput = z.strictObject({
  conversationId: z.uuid(),
  hint: DraftHint.nullish(),
  callId: z.uuid().nullish(),
});
export type RequestDraftInput = z.input<typeof RequestDraftInput>;

/**
 * Asks for a reply to be written; it is written by a job. Returns null when the conversation has nobody to show it to, and
 * the draft that is there already when the same client's message (and call) has a live one.
 */
export async function requestDraft(ctx: Context, input: RequestDraftInput): Promise<DraftView | null> {
  requirePermission(ctx, 'drafts.write');
  const { conversationId, hint = null, callId = null } = parseInput(RequestDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const conversation = await tx.db.conversation.findFirst({
      where: { AND: [{ id: conversationId }, visibleConversations(ctx)] },
      include: { contact: { select: { unreachableAt: true } } },
    });
    if (!conversation) throw notFound('conversation');
    const ownerId = ctx.actor.kind === 'user' ? ctx.actor.id : conversation.ownerId;
    if (ownerId === null || conversation.contact.unreachableAt) return null;
    if (callId !== null && !(await tx.db.call.findFirst({ where: { id: callId }, select: { id: true } }))) throw notFound('call');
    const answered = await tx.db.message.findFirst({
      where: { conversationId, direction: 'incoming' },
      orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
      select: { id: true },
    });
    const live = await tx.db.draft.findFirst({
      where: { conversationId, callId, replyToId: answered?.id ?? null, status: { in: ['generating', 'ready'] } },
      select: { id: true },
    });
    if (live) return readDraft(tx.ctx, live.id);
    const id = newId();
    await tx.db.draft.create({
      data: { id, conversationId, leadId: conversation.leadId, callId, ownerId, replyToId: answered?.id ?? null, hint, createdAt: ctx.clock.now() },
    });
    tx.audit({ action: 'draft.request', subjectType: 'draft', subjectId: id, data: { conversationId } });
    tx.event('draft.requested', id, { revision: 1 });
    return readDraft(tx.ctx, id);
  });
}
