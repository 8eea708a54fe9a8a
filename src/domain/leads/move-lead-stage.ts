import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { readWrittenLead } from '#domain/leads/get-lead.ts';
import { LeadReason } from '#domain/leads/lead-fields.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { writeLead } from '#domain/leads/update-lead.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { reasonRequired, requireStageFields } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { LeadModel } from '#prisma/generated/models/Lead.ts';
import type { StageModel } from '#prisma/generated/models/Stage.ts';

export const MoveLeadStageInput = z.strictObject({
  leadId: z.uuid(),
  stageId: z.uuid(),
  reason: LeadReason.nullish(),
  version: z.int().optional(),
});
export type MoveLeadStageInput = z.input<typeof MoveLeadStageInput>;

/**
 * Moves a lead to a stage, also of another pipeline. A won or lost stage closes it with the reason, which a lost one needs
 * (`stage.reasonRequired`); an open one opens it again; the stage it is in already changes nothing.
 * `stage.fieldsMissing` names what the stage asks for first, `lead.changedMeanwhile` says that somebody moved it at the same time.
 */
export async function moveLeadStage(ctx: Context, input: MoveLeadStageInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(MoveLeadStageInput, input);
  await inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, data.leadId);
    const stage = await tx.db.stage.findFirst({ where: { id: data.stageId, deletedAt: null } });
    if (!stage) throw notFound('stage');
    if (lead.stageId === stage.id) return;
    await moveLeadInto(tx, lead, stage, data.reason ?? null, data.version);
  });
  return readWrittenLead(ctx, data.leadId);
}

/** The move itself, for operations that have looked up the lead and the stage and know that they differ. */
export async function moveLeadInto(
  tx: Transaction,
  lead: LeadModel,
  stage: StageModel,
  reason: string | null,
  version?: number,
): Promise<void> {
  if (stage.kind === 'lost' && reason === null) throw reasonRequired('lead');
  await requireStageFields(tx, stage, { record: 'lead', ...lead });
  const now = tx.ctx.clock.now();
  await writeLead(tx, lead, version, {
    pipelineId: stage.pipelineId,
    stageId: stage.id,
    stageEnteredAt: now,
    closedAt: stage.kind === 'open' ? null : now,
    closeReason: stage.kind === 'open' ? null : reason,
  });
  const movedById = tx.ctx.actor.kind === 'user' ? tx.ctx.actor.id : null;
  await tx.db.stageMove.create({
    data: {
      id: newId(),
      leadId: lead.id,
      fromStageId: lead.stageId,
      toStageId: stage.id,
      reason,
      movedById,
      movedAt: now,
    },
  });
  const move = { fromStageId: lead.stageId, toStageId: stage.id };
  tx.activity({
    kind: 'stage.moved',
    leadId: lead.id,
    contactId: lead.contactId,
    data: { ...move, toStage: stage.name, kind: stage.kind, reason },
  });
  tx.audit({ action: 'lead.stageMoved', subjectType: 'lead', subjectId: lead.id, data: { ...move, reason } });
  tx.event('lead.stageMoved', lead.id, move);
}
