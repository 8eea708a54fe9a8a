import { AppError } from '#platform/errors.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { notFound } from '#domain/not-found.ts';
import type { Transaction } from '#domain/transaction.ts';

/** An outgoing message of a conversation that the actor may see. */
export async function requireOwnMessage(tx: Transaction, messageId: string) {
  const message = await tx.db.message.findFirst({
    where: { AND: [{ id: messageId, direction: 'outgoing' }, { conversation: visibleConversations(tx.ctx) }] },
    select: { id: true, conversation: { select: { id: true, leadId: true, contactId: true } } },
  });
  if (!message) throw notFound('message');
  return message;
}

/** Puts a message on its way again from the state it must be in; a second try at the same time is refused. */
export async function requeueMessage(
  tx: Transaction,
  message: Awaited<ReturnType<typeof requireOwnMessage>>,
  from: 'unknown' | 'failed',
): Promise<MessageView> {
  const { conversation } = message;
  const { count } = await tx.db.message.updateMany({
    where: { id: message.id, status: from },
    data: { status: 'queued', error: null },
  });
  if (count === 0) throw new AppError('conflict', 'message.notUnknown', 'This message is settled already.');
  const data = { messageId: message.id, again: true };
  tx.activity({ kind: 'message.queued', leadId: conversation.leadId, contactId: conversation.contactId, data });
  tx.audit({ action: 'message.requeued', subjectType: 'message', subjectId: message.id, data: { from } });
  tx.event('message.queued', message.id, { conversationId: conversation.id });
  return tx.db.message.findFirstOrThrow({ where: { id: message.id }, select: messageShape });
}
