import { z } from 'zod';
import { requireCompany } from '#domain/companies/policy.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { DealName, DealSource, dealFields } from '#domain/deals/deal-fields.ts';
import type { DealView } from '#domain/deals/deal-view.ts';
import { readWrittenDeal } from '#domain/deals/get-deal.ts';
import { insertDeal } from '#domain/deals/insert-deal.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { requireStageFields } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const CreateDealInput = z.strictObject({
  name: DealName,
  ...dealFields,
  leadId: z.uuid().nullish(),
  pipelineId: z.uuid().nullish(),
  stageId: z.uuid().nullish(),
  source: DealSource.nullish(),
});
export type CreateDealInput = z.input<typeof CreateDealInput>;

/**
 * Makes a deal and gives it to an owner, the creator if none is named. A stage that is named may ask for fields
 * (`stage.fieldsMissing`). Reads its answer after the commit: inside another transaction use `insertDeal`.
 */
export async function createDeal(ctx: Context, input: CreateDealInput): Promise<DealView> {
  requirePermission(ctx, 'leads.write');
  const { customFields: given = {}, ...data } = parseInput(CreateDealInput, input);
  const dealId = await inTransaction(ctx, async (tx) => {
    await requireRelated(tx, data);
    if (data.ownerId) await requireAssignable(tx, data.ownerId);
    const customFields = await validateCustomFields(tx, 'deal', given, { partial: ctx.door !== 'api' });
    const { contactId = null, companyId = null, amountCents = null } = data;
    const subject = { record: 'deal', contactId, companyId, amountCents, customFields } as const;
    return insertDeal(
      tx,
      { name: data.name, ...onlyGiven(data), source: data.source ?? ctx.door, customFields },
      async (stage) => {
        if (data.stageId) await requireStageFields(tx, stage, subject);
      },
    );
  });
  return readWrittenDeal(ctx, dealId);
}

/** Refuses people, companies and leads that are not there or not the actor's to see. */
export async function requireRelated(
  tx: Transaction,
  related: {
    contactId?: string | null | undefined;
    companyId?: string | null | undefined;
    leadId?: string | null | undefined;
  },
): Promise<void> {
  if (related.contactId) await requireContact(tx.ctx, tx.db, related.contactId);
  if (related.companyId) await requireCompany(tx.ctx, tx.db, related.companyId);
  if (related.leadId) await requireLead(tx.ctx, tx.db, related.leadId);
}
