import { z } from 'zod';
import { connectedMessenger } from '#domain/cards/connected-messenger.ts';
import { drawCard } from '#domain/cards/draw-card.ts';
import { planCards } from '#domain/cards/plan-cards.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';

export const DeliverNoticeInput = z.strictObject({ noticeId: z.uuid() });
export type DeliverNoticeInput = z.input<typeof DeliverNoticeInput>;

/**
 * Sends a notice's message. `dispatch` is awaited just before. Whoever stopped the bot meanwhile, or has no chat with it,
 * gets nothing, and the notice says so. Throws ProviderError when trying again may help.
 */
export async function deliverNotice(
  ctx: Context,
  input: DeliverNoticeInput,
  handle: { dispatch(): Promise<void> },
): Promise<{ sent: boolean }> {
  requireSystem(ctx);
  const { noticeId } = parseInput(DeliverNoticeInput, input);
  const notice = await ctx.db.notice.findFirst({ where: { id: noticeId, status: 'sent', messageId: null } });
  if (!notice) return { sent: false };
  const cardIds = (await connectedMessenger(ctx)) ? await planCards(ctx, { kind: 'notice', subjectId: noticeId }) : [];
  const cardId = cardIds[0];
  if (cardId !== undefined) {
    await handle.dispatch();
    if ((await drawCard(ctx, { cardId })).drawn) {
      await keepMessageId(ctx, noticeId);
      return { sent: true };
    }
  }
  await ctx.db.notice.updateMany({ where: { id: noticeId, messageId: null }, data: { status: 'dropped' } });
  return { sent: false };
}

/**
 * What became of a notice whose sending died in the middle: it is known to be there, or it is sent again when it is
 * critical, because twice is better than never; anything else is left, because once is enough.
 */
export async function findOutAboutNotice(
  ctx: Context,
  input: DeliverNoticeInput,
): Promise<{ found: 'done'; outcome: unknown } | { found: 'not-done' }> {
  const { noticeId } = parseInput(DeliverNoticeInput, input);
  if (await keepMessageId(ctx, noticeId)) return { found: 'done', outcome: { sent: true } };
  const notice = await ctx.db.notice.findFirst({ where: { id: noticeId }, select: { severity: true } });
  return notice?.severity === 'critical' ? { found: 'not-done' } : { found: 'done', outcome: { sent: null } };
}

async function keepMessageId(ctx: Context, noticeId: string): Promise<boolean> {
  const card = await ctx.db.card.findFirst({
    where: { kind: 'notice', subjectId: noticeId, messageId: { not: null } },
    select: { messageId: true },
  });
  if (!card) return false;
  await ctx.db.notice.updateMany({ where: { id: noticeId }, data: { messageId: card.messageId } });
  return true;
}
