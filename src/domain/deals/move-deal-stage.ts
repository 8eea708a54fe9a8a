import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import type { DealView } from '#domain/deals/deal-view.ts';
import { readWrittenDeal } from '#domain/deals/get-deal.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { writeDeal } from '#domain/deals/write-deal.ts';
import { LeadReason } from '#domain/leads/lead-fields.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { reasonRequired, requireStageFields } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';

export const MoveDealStageInput = z.strictObject({
  dealId: z.uuid(),
  stageId: z.uuid(),
  reason: LeadReason.nullish(),
  version: z.int().optional(),
});
export type MoveDealStageInput = z.input<typeof MoveDealStageInput>;

/**
 * Moves a deal to a stage, also of another pipeline. A won or lost stage closes it with the reason, which a lost one needs
 * (`stage.reasonRequired`); an open one opens it again; the stage it is in already changes nothing. `stage.fieldsMissing`
 * names what the stage asks for first, `deal.changedMeanwhile` says that somebody moved it at the same time.
 */
export async function moveDealStage(ctx: Context, input: MoveDealStageInput): Promise<DealView> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(MoveDealStageInput, input);
  await inTransaction(ctx, async (tx) => {
    const deal = await requireDeal(ctx, tx.db, data.dealId);
    const stage = await tx.db.stage.findFirst({ where: { id: data.stageId, deletedAt: null } });
    if (!stage) throw notFound('stage');
    if (deal.stageId === stage.id) return;
    const reason = data.reason ?? null;
    if (stage.kind === 'lost' && reason === null) throw reasonRequired('deal');
    await requireStageFields(tx, stage, { record: 'deal', ...deal });
    const now = ctx.clock.now();
    await writeDeal(tx, deal, data.version, {
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      stageEnteredAt: now,
      closedAt: stage.kind === 'open' ? null : now,
      closeReason: stage.kind === 'open' ? null : reason,
    });
    const { id: dealId, leadId, contactId, companyId } = deal;
    const move = { fromStageId: deal.stageId, toStageId: stage.id };
    const movedById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
    await tx.db.stageMove.create({ data: { id: newId(), dealId, ...move, reason, movedById, movedAt: now } });
    tx.activity({
      kind: 'deal.stageMoved',
      ...{ dealId, leadId, contactId, companyId },
      data: { ...move, toStage: stage.name, kind: stage.kind, reason },
    });
    tx.audit({ action: 'deal.stageMoved', subjectType: 'deal', subjectId: dealId, data: { ...move, reason } });
    tx.event('deal.stageMoved', dealId, move);
  });
  return readWrittenDeal(ctx, data.dealId);
}
