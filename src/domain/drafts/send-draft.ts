import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { MessageText, queueMessage } from '#domain/conversations/send-message.ts';
import { refusedDecision, requireDraft } from '#domain/drafts/decide-draft.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const SendDraftInput = z.strictObject({
  draftId: z.uuid(),
  /** The revision that the member was shown. */
  revision: z.int(),
  /** The edited text; without it the draft's own goes out, byte for byte. */
  text: MessageText.optional(),
});
export type SendDraftInput = z.input<typeof SendDraftInput>;

/**
 * Sends a draft to the client, once, however often it is tapped. Refuses with draft.stale when the client wrote again or
 * another revision was shown, draft.alreadyHandled when it was sent or discarded, draft.notReady while it is written.
 */
export async function sendDraft(ctx: Context, input: SendDraftInput): Promise<MessageView> {
  requirePermission(ctx, 'drafts.write');
  requirePermission(ctx, 'conversations.reply');
  const actor = requireUser(ctx);
  const { draftId, revision, text } = parseInput(SendDraftInput, input);
  return inTransaction(ctx, async (tx) => {
    const draft = await requireDraft(tx, draftId);
    const { count } = await tx.db.draft.updateMany({
      where: { id: draftId, revision, status: 'ready' },
      data: { status: 'sent', decidedById: actor.id, decidedAt: ctx.clock.now() },
    });
    if (count === 0) throw refusedDecision(await requireDraft(tx, draftId), revision);
    const message = await queueMessage(tx, { conversationId: draft.conversationId, text: text ?? draft.text, draftId });
    tx.audit({
      action: 'draft.sent',
      subjectType: 'draft',
      subjectId: draftId,
      data: { revision, messageId: message.id, edited: text !== undefined },
    });
    tx.event('draft.sent', draftId, { messageId: message.id });
    return message;
  });
}
