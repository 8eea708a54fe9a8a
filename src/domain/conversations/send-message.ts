import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { setDraftsStale } from '#domain/conversations/stale-drafts.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

/** Telegram takes at most 4,096 characters in one message. */
export const MessageText = z
  .string()
  .trim()
  .min(1, 'a text is needed')
  .max(4_096, 'a message has at most 4,096 characters');

export const SendMessageInput = z.strictObject({ conversationId: z.uuid(), text: MessageText });
export type SendMessageInput = z.input<typeof SendMessageInput>;

/**
 * Puts a member's reply on its way to the client. Whoever answers a conversation that nobody owns takes it. Refuses with
 * message.clientUnreachable when the person blocked the bot, message.clientOptedOut when they asked not to be written to.
 */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<MessageView> {
  requirePermission(ctx, 'conversations.reply');
  requireUser(ctx);
  const data = parseInput(SendMessageInput, input);
  return inTransaction(ctx, (tx) =>
    queueMessage(tx, { conversationId: data.conversationId, text: data.text, draftId: null }),
  );
}

/** Writes a message that will be delivered, with all that belongs to it, inside the caller's transaction. */
export async function queueMessage(
  tx: Transaction,
  message: { conversationId: string; text: string; draftId: string | null },
): Promise<MessageView> {
  const actor = requireUser(tx.ctx);
  const { conversationId } = message;
  const conversation = await tx.db.conversation.findFirst({
    where: { AND: [{ id: conversationId }, visibleConversations(tx.ctx)] },
    include: { contact: { select: { id: true, unreachableAt: true, deletedAt: true } } },
  });
  if (!conversation) throw notFound('conversation');
  if (conversation.contact.unreachableAt || conversation.contact.deletedAt) {
    throw new AppError(
      'conflict',
      'message.clientUnreachable',
      'This person blocked the bot or is gone; nothing can be sent to them.',
    );
  }
  await requireNotOptedOut(tx, conversationId, conversation.contactId);
  const messageId = newId();
  const sentAt = tx.ctx.clock.now();
  await tx.db.message.create({
    data: {
      id: messageId,
      conversationId,
      direction: 'outgoing',
      status: 'queued',
      authorId: actor.id,
      draftId: message.draftId,
      text: message.text,
      sentAt,
    },
  });
  const takes = conversation.ownerId === null && actor.role !== 'analyst';
  await tx.db.conversation.updateMany({
    where: { id: conversationId },
    data: { unreadCount: 0, lastMessageAt: sentAt, ...(takes ? { ownerId: actor.id } : {}) },
  });
  if (takes && conversation.leadId) await takeLead(tx, conversation.leadId, actor.id);
  await setDraftsStale(tx, conversationId, message.draftId ?? undefined);
  tx.activity({
    kind: 'message.queued',
    leadId: conversation.leadId,
    contactId: conversation.contactId,
    data: { messageId, text: message.text.slice(0, 500), draftId: message.draftId },
  });
  tx.audit({
    action: 'message.queued',
    subjectType: 'message',
    subjectId: messageId,
    data: { conversationId, draftId: message.draftId },
  });
  tx.event('message.queued', messageId, { conversationId });
  return tx.db.message.findFirstOrThrow({ where: { id: messageId }, select: messageShape });
}

/** Somebody who asked not to be written to is written to again only after they wrote themselves. */
async function requireNotOptedOut(tx: Transaction, conversationId: string, contactId: string): Promise<void> {
  const word = await tx.db.consent.findFirst({
    where: { contactId, kind: 'message' },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
  });
  if (!word || word.granted) return;
  const proof = z.object({ messageId: z.uuid() }).safeParse(word.proof);
  // Ids grow with time, and unlike two clocks they agree on what came after what.
  const later = proof.success ? { id: { gt: proof.data.messageId } } : { createdAt: { gt: word.recordedAt } };
  const wroteSince = await tx.db.message.findFirst({
    where: { conversationId, direction: 'incoming', ...later },
    select: { id: true },
  });
  if (wroteSince) return;
  throw new AppError(
    'conflict',
    'message.clientOptedOut',
    'This person asked not to be written to; wait until they write.',
  );
}

async function takeLead(tx: Transaction, leadId: string, ownerId: string): Promise<void> {
  const taken = await tx.db.lead.updateManyAndReturn({
    where: { id: leadId, ownerId: null, deletedAt: null },
    data: { ownerId, version: { increment: 1 } },
    select: { contactId: true },
  });
  for (const { contactId } of taken) {
    const change = { ownerId, previousOwnerId: null };
    tx.activity({ kind: 'lead.assigned', leadId, contactId, data: change });
    tx.audit({ action: 'lead.assigned', subjectType: 'lead', subjectId: leadId, data: change });
    tx.event('lead.assigned', leadId, change);
  }
}
