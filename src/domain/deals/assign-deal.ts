import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import type { DealView } from '#domain/deals/deal-view.ts';
import { readWrittenDeal } from '#domain/deals/get-deal.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { writeDeal } from '#domain/deals/write-deal.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const AssignDealInput = z.strictObject({
  dealId: z.uuid(),
  /** Null gives it to nobody, so that any manager may take it. */
  ownerId: z.uuid().nullable(),
  version: z.int().optional(),
});
export type AssignDealInput = z.input<typeof AssignDealInput>;

/** Gives a deal to another owner; a manager takes an unowned one with their own id. */
export async function assignDeal(ctx: Context, input: AssignDealInput): Promise<DealView> {
  requirePermission(ctx, 'leads.write');
  const data = parseInput(AssignDealInput, input);
  await inTransaction(ctx, async (tx) => {
    const deal = await requireDeal(ctx, tx.db, data.dealId);
    if (deal.ownerId === data.ownerId) return;
    if (data.ownerId !== null) await requireAssignable(tx, data.ownerId);
    await writeDeal(tx, deal, data.version, { ownerId: data.ownerId });
    tellOfNewOwner(tx, deal, data.ownerId);
  });
  return readWrittenDeal(ctx, data.dealId);
}

interface OwnedDeal {
  id: string;
  leadId: string | null;
  contactId: string | null;
  companyId: string | null;
  ownerId: string | null;
}

/** The entries that tell of a deal's new owner, whom the caller has just written. */
export function tellOfNewOwner(tx: Transaction, deal: OwnedDeal, ownerId: string | null): void {
  const change = { ownerId, previousOwnerId: deal.ownerId };
  const { id: dealId, leadId, contactId, companyId } = deal;
  tx.activity({ kind: 'deal.assigned', dealId, leadId, contactId, companyId, data: change });
  tx.audit({ action: 'deal.assigned', subjectType: 'deal', subjectId: dealId, data: change });
  tx.event('deal.assigned', dealId, change);
}
