import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import type { DealView } from '#domain/deals/deal-view.ts';
import { readWrittenDeal } from '#domain/deals/get-deal.ts';
import { visibleDeals } from '#domain/deals/policy.ts';
import { writeDeal } from '#domain/deals/write-deal.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { startingPlace } from '#domain/pipelines/starting-place.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RestoreDealInput = z.strictObject({ dealId: z.uuid() });
export type RestoreDealInput = z.input<typeof RestoreDealInput>;

/**
 * Brings a deleted deal back as it was; one that is there already stays as it is. When its stage is gone it starts anew
 * in the default pipeline.
 */
export async function restoreDeal(ctx: Context, input: RestoreDealInput): Promise<DealView> {
  requirePermission(ctx, 'leads.write');
  const { dealId } = parseInput(RestoreDealInput, input);
  await inTransaction(ctx, async (tx) => {
    if (await tx.db.deal.findFirst({ where: { AND: [{ id: dealId }, visibleDeals(ctx)] } })) return;
    const deal = await tx.db.deal.findFirst({ where: { AND: [{ id: dealId }, visibleDeals(ctx, 'deleted')] } });
    if (!deal) throw notFound('deal');
    const stage = await tx.db.stage.findFirst({ where: { id: deal.stageId, deletedAt: null }, select: { id: true } });
    const place = stage ? null : await startingPlace(tx, null, null);
    await writeDeal(tx, deal, undefined, {
      deletedAt: null,
      ...(place
        ? {
            pipelineId: place.pipelineId,
            stageId: place.id,
            stageEnteredAt: ctx.clock.now(),
            closedAt: null,
            closeReason: null,
          }
        : {}),
    });
    const { leadId, contactId, companyId } = deal;
    tx.audit({ action: 'deal.restored', subjectType: 'deal', subjectId: dealId });
    tx.activity({ kind: 'deal.restored', dealId, leadId, contactId, companyId });
    tx.event('deal.changed', dealId, { fields: ['deletedAt'] });
  });
  return readWrittenDeal(ctx, dealId);
}
