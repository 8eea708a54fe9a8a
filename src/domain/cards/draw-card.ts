import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { cardKinds } from '#domain/ports/messenger.ts';
import type { CardKind, DrawnCard } from '#domain/ports/messenger.ts';
import { markTelegramBlocked } from '#domain/users/mark-telegram-blocked.ts';

export const DrawCardInput = z.strictObject({
  cardId: z.uuid(),
  /** Send it as a new message even when it was sent before: people are told of new messages, not of edits. */
  anew: z.boolean().default(false),
});
export type DrawCardInput = z.input<typeof DrawCardInput>;

/**
 * Shows a record as it stands now in the card's chat: sent the first time, edited afterwards. `live` is text that is still
 * being written. A person who blocked the bot is marked and not written to again. Throws ProviderError for the rest.
 */
export async function drawCard(
  ctx: Context,
  input: DrawCardInput,
  live?: { text: string },
): Promise<{ drawn: boolean }> {
  const { cardId, anew } = parseInput(DrawCardInput, input);
  const card = await ctx.db.card.findFirst({ where: { id: cardId, closedAt: null } });
  if (!card) return { drawn: false };
  const messenger = await ctx.ports.messenger();
  let drawn: DrawnCard;
  try {
    const { id, subjectId, userId, chatId, threadId } = card;
    const before = anew
      ? { messageId: null, contentHash: null }
      : { messageId: card.messageId, contentHash: card.contentHash };
    drawn = await messenger.drawCard(
      ctx,
      { id, kind: toKind(card.kind), subjectId, userId, chatId, threadId, ...before },
      live,
    );
  } catch (error) {
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
      ...(movedTo === null ? {} : isTaken ? { closedAt: ctx.clock.now() } : { chatId: movedTo }),
    },
  });
  if (movedTo !== null && card.userId === null) await moveChannel(ctx, card.chatId, movedTo);
  return { drawn: true };
}

function toKind(kind: string): CardKind {
  const known = cardKinds.find((one) => one === kind);
  if (!known) throw new Error(`There is no card of the kind ${kind}.`);
  return known;
}

async function stopDrawing(ctx: Context, card: { id: string; userId: string | null; chatId: bigint }): Promise<void> {
  if (card.userId === null) {
    ctx.log.warn({ cardId: card.id }, 'a report channel does not let the bot in any more');
    await ctx.db.reportChannel.updateMany({
      where: { chatId: card.chatId, disabledAt: null },
      data: { disabledAt: ctx.clock.now() },
    });
    return;
  }
  const user = await ctx.db.user.findFirst({ where: { id: card.userId }, select: { telegramUserId: true } });
  if (user?.telegramUserId != null)
    await markTelegramBlocked(ctx, { telegramUserId: String(user.telegramUserId), blocked: true });
}

/** The group became a supergroup: what is sent next goes there as well. */
async function moveChannel(ctx: Context, from: bigint, to: bigint): Promise<void> {
  if ((await ctx.db.reportChannel.count({ where: { chatId: to } })) > 0) return;
  await ctx.db.reportChannel.updateMany({ where: { chatId: from }, data: { chatId: to } });
}
