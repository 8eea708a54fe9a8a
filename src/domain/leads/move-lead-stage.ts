import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
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
import { inTransaction } from '#domain/transaction.ts';

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
 * `lead.changedMeanwhile` when somebody moved it at the same time.
 */
export async function moveLeadStage(ctx: Context, input: MoveLeadStageInput): Promise<LeadView> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(MoveLeadStageInput, input);
  await inTransaction(ctx, async (tx) => {
    const lead = await requireLead(ctx, tx.db, data.leadId);
    const stage = await tx.db.stage.findFirst({ where: { id: data.stageId, deletedAt: null } });
    if (!stage) throw notFound('stage');
    if (lead.stageId === stage.id) return;
    const now = ctx.clock.now();
    const reason = data.reason ?? null;
    if (stage.kind === 'lost' && reason === null) throw reasonRequired();
    await writeLead(tx, lead, data.version, {
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      stageEnteredAt: now,
      closedAt: stage.kind === 'open' ? null : now,
      closeReason: stage.kind === 'open' ? null : reason,
    });
    const movedById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
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
  });
  return readWrittenLead(ctx, data.leadId);
}

function reasonRequired(): AppError {
  return new AppError(
    'validation_failed',
    'stage.reasonRequired',
    'Say why the lead was lost: this stage needs a reason.',
    {
      fields: [{ field: 'reason', problem: 'a lost lead needs a reason' }],
    },
  );
}
