import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { MessageMedia, sendableKinds } from '#domain/conversations/message-media.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { visibleConversations } from '#domain/conversations/policy.ts';
import { takeFreeLead } from '#domain/conversations/take-conversation.ts';
import { findWaitingMessages } from '#domain/conversations/waiting-messages.ts';
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

/** Under a file Telegram shows at most 1,024 characters. */
const captionLimit = 1_024;

export const SendMessageInput = z
  .strictObject({
    conversationId: z.uuid(),
    /** The caption where there is a file; then it may be empty. */
    text: z.string().trim().max(4_096, 'a message has at most 4,096 characters'),
    /** A file that the channel holds already. */
    media: MessageMedia.extend({ kind: z.enum(sendableKinds), fileId: z.string().min(1).max(300) }).nullish(),
    /** The member's own message that this is made of; the same one twice is sent once. */
    sourceRef: z.string().min(1).max(100).nullish(),
  })
  .refine(({ text, media }) => text !== '' || media, { path: ['text'], message: 'a text is needed' })
  .refine(({ text, media }) => !media || text.length <= captionLimit, {
    path: ['text'],
    message: 'under a file there are at most 1,024 characters',
  });
export type SendMessageInput = z.input<typeof SendMessageInput>;

/**
 * Puts a member's reply on its way to the client. Whoever answers a conversation that nobody owns takes it. Refuses with
 * message.clientUnreachable when the person blocked the bot, message.clientOptedOut when they asked not to be written to.
 */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<MessageView> {
  requirePermission(ctx, 'conversations.reply');
  requireUser(ctx);
  const data = parseInput(SendMessageInput, input);
  return inTransaction(ctx, async (tx) => {
    const { sourceRef = null } = data;
    const repeated = sourceRef && (await tx.db.message.findFirst({ where: { sourceRef }, select: messageShape }));
    return repeated || queueMessage(tx, { ...data, draftId: null });
  });
}

/** Writes a message that will be delivered, with all that belongs to it, inside the caller's transaction. */
export async function queueMessage(
  tx: Transaction,
  message: {
    conversationId: string;
    text: string;
    draftId: string | null;
    media?: MessageMedia | null | undefined;
    sourceRef?: string | null | undefined;
  },
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
      sourceRef: message.sourceRef ?? null,
      text: message.text,
      ...(message.media ? { media: message.media } : {}),
      sentAt,
    },
  });
  const answeredIds = await findWaitingMessages(tx.db, conversation);
  const takes = conversation.ownerId === null && actor.role !== 'analyst';
  await tx.db.conversation.updateMany({
    where: { id: conversationId },
    data: {
      unreadCount: 0,
      lastMessageAt: sentAt,
      waitingSince: null,
      replyDueAt: null,
      overdueAt: null,
      ...(takes ? { ownerId: actor.id } : {}),
    },
  });
  if (takes && conversation.leadId) await takeFreeLead(tx, conversation.leadId, actor.id);
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
  tx.event('message.queued', messageId, {
    conversationId,
    answeredIds,
    ...(message.media ? { hasMedia: true } : {}),
  });
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
