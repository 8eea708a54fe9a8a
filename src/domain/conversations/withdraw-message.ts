import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { chatIdOf } from '#domain/conversations/deliver-message.ts';
import { messageShape } from '#domain/conversations/message-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { requireOwnMessage } from '#domain/conversations/requeue-message.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const WithdrawMessageInput = z.strictObject({ messageId: z.uuid() });
export type WithdrawMessageInput = z.input<typeof WithdrawMessageInput>;

/** Telegram deletes no older message of a bot. */
const deletableMs = 48 * 3_600_000;

/** Whether a delivered message can still be taken back from the client. */
export function isWithdrawable(message: Pick<MessageView, 'direction' | 'status' | 'deletedAt' | 'sentAt'>, now: Date) {
  const { direction, status, deletedAt, sentAt } = message;
  return (
    direction === 'outgoing' &&
    status === 'sent' &&
    deletedAt === null &&
    now.getTime() - sentAt.getTime() < deletableMs
  );
}

/**
 * Takes a delivered message of ours back from the client; its text stays here, marked. Refuses with `message.tooOldToDelete`
 * after 48 hours, with `message.notOurs` what was not delivered. Doing it twice is once.
 */
export async function withdrawMessage(ctx: Context, input: WithdrawMessageInput): Promise<MessageView> {
  requirePermission(ctx, 'conversations.reply');
  const { messageId } = parseInput(WithdrawMessageInput, input);
  return inTransaction(ctx, async (tx) => {
    const { conversation } = await requireOwnMessage(tx, messageId);
    const before = await tx.db.message.findFirstOrThrow({ where: { id: messageId }, select: messageShape });
    if (before.deletedAt) return before;
    if (before.status !== 'sent')
      throw new AppError('conflict', 'message.notOurs', 'Only what the client has can be taken back.');
    const now = ctx.clock.now();
    if (!isWithdrawable(before, now))
      throw new AppError('conflict', 'message.tooOldToDelete', 'Telegram deletes messages for 48 hours only.');
    const { count } = await tx.db.message.updateMany({
      where: { id: messageId, deletedAt: null },
      data: { deletedAt: now },
    });
    if (count > 0) {
      const { leadId, contactId, id: conversationId } = conversation;
      tx.activity({ kind: 'message.withdrawn', leadId, contactId, data: { messageId } });
      tx.audit({ action: 'message.withdrawn', subjectType: 'message', subjectId: messageId });
      tx.event('message.withdrawn', messageId, { conversationId });
    }
    return tx.db.message.findFirstOrThrow({ where: { id: messageId }, select: messageShape });
  });
}

/** Deletes a withdrawn message at the client; doing it again changes nothing. Throws ProviderError. */
export async function deleteDelivered(ctx: Context, input: { messageId: string }): Promise<{ deleted: boolean }> {
  requireDoor(ctx);
  const message = await ctx.db.message.findFirst({
    where: { id: input.messageId, direction: 'outgoing', deletedAt: { not: null } },
    select: { externalMessageId: true, conversation: { select: { externalChatId: true } } },
  });
  if (!message?.externalMessageId) return { deleted: false };
  await (
    await ctx.ports.messenger()
  ).deleteDelivered({
    chatId: chatIdOf(message.conversation.externalChatId),
    externalMessageId: message.externalMessageId,
  });
  return { deleted: true };
}

/** Telegram did not do it: the message counts as still there, and says why. */
export async function giveUpWithdrawal(ctx: Context, input: { messageId: string; error: string }): Promise<void> {
  requireDoor(ctx);
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.message.updateManyAndReturn({
      where: { id: input.messageId, deletedAt: { not: null } },
      data: { deletedAt: null, error: input.error.slice(0, 2_000) },
      select: { conversationId: true },
    });
    if (!row) return;
    tx.audit({ action: 'message.notWithdrawn', subjectType: 'message', subjectId: input.messageId });
    tx.event('message.sent', input.messageId, { conversationId: row.conversationId });
  });
}
