import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { requireRecordPermission } from '#domain/duplicates/policy.ts';
import { readDuplicate } from '#domain/duplicates/read-duplicates.ts';
import { openLeadsOf } from '#domain/duplicates/suggest-pairs.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DismissDuplicateInput = z.strictObject({ duplicateId: z.uuid() });
export type DismissDuplicateInput = z.input<typeof DismissDuplicateInput>;

/** Says that the two records are different: the suggestion never comes back. `duplicate.decided` when they were merged. */
export async function dismissDuplicate(ctx: Context, input: DismissDuplicateInput): Promise<void> {
  const { duplicateId } = parseInput(DismissDuplicateInput, input);
  requireRecordPermission(ctx, 'contact', 'write');
  const row = await readDuplicate(ctx, duplicateId);
  if (!row) throw notFound('duplicate');
  requireRecordPermission(ctx, row.record, 'write');
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.duplicate.updateMany({
      where: { id: duplicateId, status: 'open' },
      data: { status: 'dismissed', decidedById: ctx.actor.id, decidedAt: ctx.clock.now() },
    });
    if (count === 0) {
      const now = await tx.db.duplicate.findFirst({ where: { id: duplicateId }, select: { status: true } });
      if (now?.status === 'dismissed') return;
      throw new AppError('conflict', 'duplicate.decided', 'Somebody has decided about this already.');
    }
    const data = { record: row.record, leftId: row.leftId, rightId: row.rightId };
    tx.audit({ action: 'duplicate.dismissed', subjectType: 'duplicate', subjectId: duplicateId, data });
    const leads = await openLeadsOf(tx, row.record, [row]);
    tx.event('duplicate.dismissed', duplicateId, { leadIds: [...leads.values()].flat().slice(0, 10) });
  });
}
