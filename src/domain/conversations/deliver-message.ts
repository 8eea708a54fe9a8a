import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import type { EffectHandle } from '#platform/effects/effect-runner.ts';
import type { Context } from '#domain/context.ts';
import { failMessage } from '#domain/conversations/fail-message.ts';
import { readMedia } from '#domain/conversations/message-media.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeliverMessageInput = z.strictObject({ messageId: z.uuid() });
export type DeliverMessageInput = z.input<typeof DeliverMessageInput>;

/**
 * Sends a queued message to its client, at most once. What Telegram refuses for good becomes `failed`; what may have
 * arrived becomes `unknown` and is never sent again by itself. Throws ProviderError when it certainly was not sent and
 * may be tried again.
 */
export async function deliverMessage(
  ctx: Context,
  input: DeliverMessageInput,
  handle: Pick<EffectHandle, 'dispatch'>,
): Promise<{ status: string }> {
  requireDoor(ctx);
  const { messageId } = parseInput(DeliverMessageInput, input);
  const message = await ctx.db.message.findFirst({
    where: { id: messageId, direction: 'outgoing' },
    select: { status: true, text: true, media: true, conversation: { select: { externalChatId: true } } },
  });
  if (!message) throw notFound('message');
  if (message.status !== 'queued') return { status: message.status };
  const chatId = chatIdOf(message.conversation.externalChatId);
  const media = readMedia(message.media);
  const messenger = await ctx.ports.messenger();
  try {
    await handle.dispatch();
    const { externalMessageId } = await messenger.deliver({ chatId, text: message.text, ...(media ? { media } : {}) });
    await markSent(ctx, messageId, externalMessageId);
    return { status: 'sent' };
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind === 'retryable') throw error;
    await failMessage(ctx, {
      messageId,
      error: error.message,
      outcomeUnknown: error.kind === 'unknown',
      blocked: error.detail === 'blocked',
    });
    return { status: error.kind === 'unknown' ? 'unknown' : 'failed' };
  }
}

async function markSent(ctx: Context, messageId: string, externalMessageId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.message.updateManyAndReturn({
      where: { id: messageId, status: 'queued' },
      data: { status: 'sent', externalMessageId, error: null, sentAt: ctx.clock.now() },
      select: { conversationId: true },
    });
    if (!row) return;
    const conversation = await tx.db.conversation.findFirstOrThrow({ where: { id: row.conversationId } });
    tx.activity({
      kind: 'message.sent',
      leadId: conversation.leadId,
      contactId: conversation.contactId,
      data: { messageId },
    });
    tx.audit({ action: 'message.sent', subjectType: 'message', subjectId: messageId, data: { externalMessageId } });
    tx.event('message.sent', messageId, { conversationId: row.conversationId });
  });
}

/** The Telegram chat behind a conversation. */
export function chatIdOf(externalChatId: string): bigint {
  const chatId = /^bot:\d+:(-?\d+)$/.exec(externalChatId)?.[1];
  if (chatId === undefined) throw new Error(`The conversation's chat ${externalChatId} is not one of a bot.`);
  return BigInt(chatId);
}
