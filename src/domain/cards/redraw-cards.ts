import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { findLostCards } from '#domain/cards/card-recipients.ts';
import { closeCard } from '#domain/cards/close-card.ts';
import { connectedMessenger } from '#domain/cards/connected-messenger.ts';
import { drawCard } from '#domain/cards/draw-card.ts';
import { PlanCardsInput, planCards } from '#domain/cards/plan-cards.ts';

export { planCards } from '#domain/cards/plan-cards.ts';
export { drawCard } from '#domain/cards/draw-card.ts';

export const RedrawCardsInput = PlanCardsInput.extend({ anew: z.boolean().optional() });
export type RedrawCardsInput = z.input<typeof RedrawCardsInput>;

/**
 * Brings all cards of a record up to date, new ones included, and takes them away from whom it no longer concerns. Each is
 * tried even when another fails; then the first failure that may pass is thrown, so that the work is repeated, and cards
 * that are up to date stay untouched. Without a bot there is nothing to draw, and that is no failure.
 */
export async function redrawCards(ctx: Context, input: RedrawCardsInput): Promise<{ cards: number }> {
  const { anew = false, ...subject } = parseInput(RedrawCardsInput, input);
  if (!(await connectedMessenger(ctx))) return { cards: 0 };
  const failures: unknown[] = [];
  const attempt = async (work: Promise<unknown>) => void (await work.catch((error: unknown) => failures.push(error)));
  for (const cardId of await findLostCards(ctx, subject.kind, subject.subjectId))
    await attempt(closeCard(ctx, { cardId }));
  const cardIds = await planCards(ctx, subject);
  for (const cardId of cardIds) await attempt(drawCard(ctx, { cardId, anew }));
  if (failures.length > 0)
    throw failures.find((error) => !(error instanceof ProviderError && error.kind === 'permanent')) ?? failures[0];
  return { cards: cardIds.length };
}
