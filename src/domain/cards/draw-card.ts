import { z } from 'zod';
import { AppError, ProviderError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { cardToDraw } from '#domain/cards/card-to-draw.ts';
import { closeCard } from '#domain/cards/close-card.ts';
import { connectedMessenger } from '#domain/cards/connected-messenger.ts';
import type { DrawnCard } from '#domain/ports/messenger.ts';
import { loseChannel, loseTopic, moveChannel } from '#domain/reports/channel-changes.ts';
import { markTelegramBlocked } from '#domain/users/mark-telegram-blocked.ts';

export const DrawCardInput = z.strictObject({
  cardId: z.uuid(),
  /** Send it as a new message even when it was sent before, once for each piece of work that asks for it. */
  anew: z.boolean().default(false),
});
export type DrawCardInput = z.input<typeof DrawCardInput>;

/**
 * Shows a record as it stands now in the card's chat: sent the first time, edited afterwards. `live` is text that is still
 * being written, and only edits. A person who blocked the bot is marked and not written to again; without a bot
 * nothing is drawn. Throws ProviderError for the rest.
 */
export async function drawCard(
  ctx: Context,
  input: DrawCardInput,
  live?: { text: string },
): Promise<{ drawn: boolean }> {
  const { cardId, anew } = parseInput(DrawCardInput, input);
  const card = await ctx.db.card.findFirst({ where: { id: cardId, closedAt: null } });
  if (!card) return { drawn: false };
  // Cards are sent in their own lane: a picture of the moment may only change what is there, or there would be two.
  if (live && card.messageId === null) return { drawn: false };
  const messenger = await connectedMessenger(ctx);
  if (!messenger) return { drawn: false };
  const isAnew = anew && card.sentAnewFor !== ctx.requestId;
  let drawn: DrawnCard;
  try {
    drawn = await messenger.drawCard(ctx, cardToDraw(card), live, { anew: isAnew });
  } catch (error) {
    // The record, or the reader's sight of it, has gone: there is nothing left to draw, and nothing for a person to repair.
    if (error instanceof AppError && error.code === 'not_found') {
      await closeCard(ctx, { cardId });
      return { drawn: false };
    }
    if (!(error instanceof ProviderError && error.detail === 'blocked')) throw error;
    await stopDrawing(ctx, card);
    return { drawn: false };
  }
  const movedTo = drawn.chatId !== undefined && drawn.chatId !== card.chatId ? drawn.chatId : null;
  const isTaken =
    movedTo !== null &&
    (await ctx.db.card.count({ where: { kind: card.kind, subjectId: card.subjectId, chatId: movedTo } })) > 0;
  await ctx.db.card.update({
    where: { id: card.id },
    data: {
      messageId: drawn.messageId,
      contentHash: drawn.contentHash,
      ...(isAnew ? { sentAnewFor: ctx.requestId } : {}),
      ...(drawn.isTopicGone ? { threadId: null } : {}),
      ...(movedTo === null ? {} : isTaken ? { closedAt: ctx.clock.now() } : { chatId: movedTo }),
    },
  });
  if (movedTo !== null && card.userId === null) await moveChannel(ctx, card.chatId, movedTo);
  if (drawn.isTopicGone && card.userId === null) await loseTopic(ctx, movedTo ?? card.chatId);
  return { drawn: true };
}

async function stopDrawing(ctx: Context, card: { id: string; userId: string | null; chatId: bigint }): Promise<void> {
  if (card.userId === null) {
    ctx.log.warn({ cardId: card.id }, 'a report channel does not let the bot in any more');
    await loseChannel(ctx, card.chatId);
    return;
  }
  const user = await ctx.db.user.findFirst({ where: { id: card.userId }, select: { telegramUserId: true } });
  if (user?.telegramUserId != null)
    await markTelegramBlocked(ctx, { telegramUserId: String(user.telegramUserId), blocked: true });
}
