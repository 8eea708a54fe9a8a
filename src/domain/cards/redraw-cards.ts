import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { PlanCardsInput, planCards } from '#domain/cards/plan-cards.ts';
import { drawCard } from '#domain/cards/draw-card.ts';

export { planCards } from '#domain/cards/plan-cards.ts';
export { drawCard } from '#domain/cards/draw-card.ts';

export const RedrawCardsInput = PlanCardsInput.extend({ anew: z.boolean().optional() });
export type RedrawCardsInput = z.input<typeof RedrawCardsInput>;

/**
 * Brings all cards of a record up to date, new ones included. Each is tried even when another fails; then the first
 * failure that may pass is thrown, so that the work is repeated, and cards that are up to date stay untouched.
 */
export async function redrawCards(ctx: Context, input: RedrawCardsInput): Promise<{ cards: number }> {
  const { anew = false, ...subject } = parseInput(RedrawCardsInput, input);
  const cardIds = await planCards(ctx, subject);
  const failures: unknown[] = [];
  for (const cardId of cardIds) {
    try {
      await drawCard(ctx, { cardId, anew });
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw failures.find((error) => !(error instanceof ProviderError && error.kind === 'permanent')) ?? failures[0];
  return { cards: cardIds.length };
}
