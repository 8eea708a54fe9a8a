import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { writeDeal } from '#domain/deals/write-deal.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteDealInput = z.strictObject({ dealId: z.uuid(), version: z.int().optional() });
export type DeleteDealInput = z.input<typeof DeleteDealInput>;

/** Takes a deal out of all lists; its people, tasks and timeline stay, and `restoreDeal` brings it back. */
export async function deleteDeal(ctx: Context, input: DeleteDealInput): Promise<void> {
  requirePermission(ctx, 'leads.write');
  const { dealId, version } = parseInput(DeleteDealInput, input);
  await inTransaction(ctx, async (tx) => {
    const deal = await requireDeal(ctx, tx.db, dealId);
    await writeDeal(tx, deal, version, { deletedAt: ctx.clock.now() });
    const { leadId, contactId, companyId } = deal;
    tx.audit({ action: 'deal.deleted', subjectType: 'deal', subjectId: dealId });
    tx.activity({ kind: 'deal.deleted', dealId, leadId, contactId, companyId });
    tx.event('deal.deleted', dealId, {});
  });
}
