import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { toDuplicateViews } from '#domain/duplicates/duplicate-view.ts';
import type { DuplicateView } from '#domain/duplicates/duplicate-view.ts';
import { findLikenesses } from '#domain/duplicates/find-likenesses.ts';
import { mergeableRecords, requireRecord, requireRecordPermission } from '#domain/duplicates/policy.ts';
import { readOpenDuplicates } from '#domain/duplicates/read-duplicates.ts';
import { suggestPairs } from '#domain/duplicates/suggest-pairs.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const FindDuplicatesInput = z.strictObject({ record: z.enum(mergeableRecords), id: z.uuid() });
export type FindDuplicatesInput = z.input<typeof FindDuplicatesInput>;

/**
 * Looks for records that may be the same as this one, keeps them as suggestions, and returns the open ones whose other
 * side the actor may see, surest first. A suggestion that nothing speaks for any more goes; nothing is ever linked here.
 */
export async function findDuplicates(ctx: Context, input: FindDuplicatesInput): Promise<DuplicateView[]> {
  const { record, id } = parseInput(FindDuplicatesInput, input);
  requireRecordPermission(ctx, record, 'write');
  await requireRecord(ctx, ctx.db, record, id);
  const pairs = await findLikenesses(ctx, record, [id]);
  await inTransaction(ctx, async (tx) => {
    await tx.db.duplicate.deleteMany({
      where: {
        record,
        status: 'open',
        OR: [
          { leftId: id, rightId: { notIn: pairs.map(({ rightId }) => rightId) } },
          { rightId: id, leftId: { notIn: pairs.map(({ leftId }) => leftId) } },
        ],
      },
    });
    if (pairs.length > 0) await suggestPairs(tx, record, pairs, { tellCards: true });
  });
  return toDuplicateViews(ctx, await readOpenDuplicates(ctx, record, [id]));
}
