import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { requeueMessage, requireOwnMessage } from '#domain/conversations/requeue-message.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const SettleUnknownMessageInput = z.strictObject({
  messageId: z.uuid(),
  decision: z.enum(['arrived', 'sendAgain']),
});
export type SettleUnknownMessageInput = z.input<typeof SettleUnknownMessageInput>;

/** A member's word on a message that may have arrived: it did, or it goes out again. `message.notUnknown` when it is settled. */
export async function settleUnknownMessage(ctx: Context, input: SettleUnknownMessageInput): Promise<MessageView> {
  requirePermission(ctx, 'conversations.reply');
  const { messageId, decision } = parseInput(SettleUnknownMessageInput, input);
  return inTransaction(ctx, async (tx) => {
    const message = await requireOwnMessage(tx, messageId);
    if (decision === 'sendAgain') return requeueMessage(tx, message, 'unknown');
    const { count } = await tx.db.message.updateMany({
      where: { id: messageId, status: 'unknown' },
      data: { status: 'sent', error: null },
    });
    if (count === 0) throw new AppError('conflict', 'message.notUnknown', 'This message is settled already.');
    const { conversation } = message;
    tx.activity({
      kind: 'message.sent',
      leadId: conversation.leadId,
      contactId: conversation.contactId,
      data: { messageId, confirmed: true },
    });
    tx.audit({ action: 'message.settled', subjectType: 'message', subjectId: messageId, data: { decision } });
    tx.event('message.sent', messageId, { conversationId: conversation.id });
    return tx.db.message.findFirstOrThrow({ where: { id: messageId }, select: messageShape });
  });
}
