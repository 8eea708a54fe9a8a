import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { chatIdOf } from '#domain/conversations/deliver-message.ts';
import { readMedia } from '#domain/conversations/message-media.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { requireOwnMessage } from '#domain/conversations/requeue-message.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const EditOwnMessageInput = z.strictObject({
  messageId: z.uuid(),
  text: z.string().trim().max(4_096, 'a message has at most 4,096 characters'),
});
export type EditOwnMessageInput = z.input<typeof EditOwnMessageInput>;

const Versions = z.array(z.object({ text: z.string(), until: z.string() }));

/**
 * Changes the text of a message of ours, here and at the client, and keeps what stood there before. Refuses with
 * `message.notOurs` what failed or was taken back; the same text again changes nothing.
 */
export async function editOwnMessage(ctx: Context, input: EditOwnMessageInput): Promise<MessageView> {
  requirePermission(ctx, 'conversations.reply');
  const { messageId, text } = parseInput(EditOwnMessageInput, input);
  return inTransaction(ctx, async (tx) => {
    const { conversation } = await requireOwnMessage(tx, messageId);
    const editable = { id: messageId, deletedAt: null, status: { in: ['queued' as const, 'sent' as const] } };
    // Locks the message, so that two edits do not both take the same text for the one before.
    await tx.db.message.updateMany({ where: editable, data: { direction: 'outgoing' } });
    const present = await tx.db.message.findFirst({
      where: editable,
      select: { text: true, versions: true, media: true },
    });
    if (!present || (text === '' && !present.media)) {
      throw new AppError('conflict', 'message.notOurs', 'Only a message of ours that the client has can be changed.');
    }
    if (present.text !== text) {
      const now = ctx.clock.now();
      const versions = [...Versions.parse(present.versions), { text: present.text, until: now.toISOString() }];
      await tx.db.message.updateMany({ where: { id: messageId }, data: { text, editedAt: now, versions } });
      const { leadId, contactId, id: conversationId } = conversation;
      tx.activity({ kind: 'message.edited', leadId, contactId, data: { messageId, text: text.slice(0, 500) } });
      tx.audit({ action: 'message.changed', subjectType: 'message', subjectId: messageId });
      tx.event('message.changed', messageId, { conversationId });
    }
    return tx.db.message.findFirstOrThrow({ where: { id: messageId }, select: messageShape });
  });
}

/** Brings a delivered message at the client up to what it says here; doing it again changes nothing. Throws ProviderError. */
export async function editDelivered(ctx: Context, input: { messageId: string }): Promise<{ edited: boolean }> {
  requireDoor(ctx);
  const message = await ctx.db.message.findFirst({
    where: { id: input.messageId, direction: 'outgoing', status: 'sent', deletedAt: null, editedAt: { not: null } },
    select: { text: true, media: true, externalMessageId: true, conversation: { select: { externalChatId: true } } },
  });
  if (!message?.externalMessageId) return { edited: false };
  await (
    await ctx.ports.messenger()
  ).editDelivered({
    chatId: chatIdOf(message.conversation.externalChatId),
    externalMessageId: message.externalMessageId,
    text: message.text,
    hasMedia: readMedia(message.media) !== null,
  });
  return { edited: true };
}
