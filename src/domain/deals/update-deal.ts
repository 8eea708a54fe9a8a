import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { tellOfNewOwner } from '#domain/deals/assign-deal.ts';
import { requireRelated } from '#domain/deals/create-deal.ts';
import { DealName, DealSource, dealFields } from '#domain/deals/deal-fields.ts';
import type { DealView } from '#domain/deals/deal-view.ts';
import { readWrittenDeal } from '#domain/deals/get-deal.ts';
import { toBigInt } from '#domain/deals/insert-deal.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { writeDeal } from '#domain/deals/write-deal.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const UpdateDealInput = z.strictObject({
  dealId: z.uuid(),
  name: DealName.optional(),
  source: DealSource.optional(),
  ...dealFields,
  version: z.int().optional(),
});
export type UpdateDealInput = z.input<typeof UpdateDealInput>;

/**
 * Changes the fields that are given; of its own fields too only those, and null takes one away. `deal.changedMeanwhile`
 * when `version` is not the present one. Its stage is moved by `moveDealStage`.
 */
export async function updateDeal(ctx: Context, input: UpdateDealInput): Promise<DealView> {
  requirePermission(ctx, 'leads.write');
  const { dealId, version, customFields: given, ...data } = parseInput(UpdateDealInput, input);
  await inTransaction(ctx, async (tx) => {
    const deal = await requireDeal(ctx, tx.db, dealId);
    await requireRelated(tx, {
      contactId: data.contactId === deal.contactId ? null : data.contactId,
      companyId: data.companyId === deal.companyId ? null : data.companyId,
    });
    const isHandedOver = data.ownerId !== undefined && data.ownerId !== deal.ownerId;
    if (isHandedOver && data.ownerId) await requireAssignable(tx, data.ownerId);
    const customFields =
      given && (await validateCustomFields(tx, 'deal', given, { partial: true, present: deal.customFields }));
    const { amountCents, expectedCloseOn, ...plain } = data;
    const changes = onlyGiven({
      ...plain,
      customFields,
      amountCents: amountCents === undefined ? undefined : toBigInt(amountCents),
      expectedCloseOn: typeof expectedCloseOn === 'string' ? new Date(expectedCloseOn) : expectedCloseOn,
    });
    await writeDeal(tx, deal, version, changes);
    if (isHandedOver) tellOfNewOwner(tx, deal, data.ownerId ?? null);
    const fields = Object.keys(changes);
    const { leadId, contactId, companyId } = { ...deal, ...onlyGiven(plain) };
    tx.audit({ action: 'deal.updated', subjectType: 'deal', subjectId: dealId, data: { fields } });
    tx.activity({ kind: 'deal.updated', dealId, leadId, contactId, companyId, data: { fields } });
    tx.event('deal.changed', dealId, { fields });
  });
  return readWrittenDeal(ctx, dealId);
}
