import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { cardKinds } from '#domain/ports/messenger.ts';
import { inTransaction } from '#domain/transaction.ts';
import { findCardPlaces } from '#domain/cards/card-recipients.ts';

export const PlanCardsInput = z.strictObject({ kind: z.enum(cardKinds), subjectId: z.uuid() });
export type PlanCardsInput = z.input<typeof PlanCardsInput>;

/**
 * Makes sure that everybody whom a record concerns has a card of it, and returns the ids of all its open cards: those who
 * had one before keep it, so that they see what became of it.
 */
export async function planCards(ctx: Context, input: PlanCardsInput): Promise<string[]> {
  const { kind, subjectId } = parseInput(PlanCardsInput, input);
  const places = await findCardPlaces(ctx, kind, subjectId);
  return inTransaction(ctx, async (tx) => {
    if (places.length > 0) {
      await tx.db.card.createMany({
        data: places.map((place) => ({ id: newId(), kind, subjectId, ...place })),
        skipDuplicates: true,
      });
      // Whoever lost an approver's right and has it again gets a card again.
      const userIds = places.flatMap((place) => place.userId ?? []);
      await tx.db.card.updateMany({
        where: { kind, subjectId, closedAt: { not: null }, userId: { in: userIds } },
        data: { closedAt: null, messageId: null, contentHash: null },
      });
    }
    const cards = await tx.db.card.findMany({
      where: {
        kind,
        subjectId,
        closedAt: null,
        OR: [{ userId: null }, { user: { disabledAt: null, telegramBlocked: false } }],
      },
      select: { id: true },
      orderBy: { createdAt: 'asc' },
    });
    return cards.map((card) => card.id);
  });
}
