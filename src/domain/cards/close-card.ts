import { ProviderError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { cardToDraw } from '#domain/cards/card-to-draw.ts';
import { connectedMessenger } from '#domain/cards/connected-messenger.ts';

/**
 * Takes a card away from whom it no longer concerns; it is never drawn again unless it is planned again. A message that
 * cannot be reached any more counts as taken away. Throws ProviderError when trying again later helps.
 */
export async function closeCard(ctx: Context, input: { cardId: string }): Promise<void> {
  const card = await ctx.db.card.findFirst({ where: { id: input.cardId, closedAt: null } });
  if (!card) return;
  const messenger = await connectedMessenger(ctx);
  await messenger?.closeCard(ctx, cardToDraw(card)).catch((error: unknown) => {
    if (!(error instanceof ProviderError && error.kind === 'permanent')) throw error;
  });
  await ctx.db.card.updateMany({ where: { id: card.id, closedAt: null }, data: { closedAt: ctx.clock.now() } });
}
