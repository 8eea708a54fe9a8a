import { newId } from '#platform/ids.ts';
import type { StoredCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { pickOwner } from '#domain/leads/pick-owner.ts';
import { startingPlace } from '#domain/pipelines/starting-place.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { StageModel } from '#prisma/generated/models/Stage.ts';

export interface NewDeal {
  name: string;
  amountCents?: number | null;
  currency?: string;
  contactId?: string | null;
  companyId?: string | null;
  leadId?: string | null;
  pipelineId?: string | null;
  stageId?: string | null;
  /** Absent: by the rule for new leads. Null: nobody's. */
  ownerId?: string | null;
  source: string;
  note?: string | null;
  /** YYYY-MM-DD */
  expectedCloseOn?: string | null;
  customFields?: StoredCustomFields;
}

/** Writes a deal with its first stage, timeline, audit and event. `checkPlace` may refuse the stage it starts in. */
export async function insertDeal(
  tx: Transaction,
  deal: NewDeal,
  checkPlace?: (stage: StageModel) => Promise<void>,
): Promise<string> {
  const ownerId = deal.ownerId === undefined ? await pickOwner(tx, tx.ctx.actor) : deal.ownerId;
  const stage = await startingPlace(tx, deal.pipelineId ?? null, deal.stageId ?? null);
  await checkPlace?.(stage);
  const dealId = newId();
  const now = tx.ctx.clock.now();
  const { contactId = null, companyId = null, leadId = null } = deal;
  await tx.db.deal.create({
    data: {
      id: dealId,
      name: deal.name,
      amountCents: toBigInt(deal.amountCents),
      ...(deal.currency === undefined ? {} : { currency: deal.currency }),
      contactId,
      companyId,
      leadId,
      pipelineId: stage.pipelineId,
      stageId: stage.id,
      ownerId,
      source: deal.source,
      note: deal.note ?? null,
      customFields: deal.customFields ?? {},
      expectedCloseOn: deal.expectedCloseOn ? new Date(deal.expectedCloseOn) : null,
      closedAt: stage.kind === 'open' ? null : now,
      stageEnteredAt: now,
    },
  });
  const movedById = tx.ctx.actor.kind === 'user' ? tx.ctx.actor.id : null;
  await tx.db.stageMove.create({ data: { id: newId(), dealId, toStageId: stage.id, movedById, movedAt: now } });
  const { source } = deal;
  tx.activity({ kind: 'deal.created', dealId, leadId, contactId, companyId, data: { source, ownerId } });
  tx.audit({ action: 'deal.created', subjectType: 'deal', subjectId: dealId, data: { source, ownerId, leadId } });
  tx.event('deal.created', dealId, { ownerId });
  return dealId;
}

/** The amount as the database keeps it. */
export function toBigInt(amountCents: number | null | undefined): bigint | null {
  return amountCents === null || amountCents === undefined ? null : BigInt(amountCents);
}
