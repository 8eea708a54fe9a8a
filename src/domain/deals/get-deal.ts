import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { dealColumns, dealJoins, toDealView } from '#domain/deals/deal-view.ts';
import type { DealRow, DealView } from '#domain/deals/deal-view.ts';
import { dealIsVisible } from '#domain/deals/policy.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const GetDealInput = z.strictObject({ dealId: z.uuid() });
export type GetDealInput = z.input<typeof GetDealInput>;

const dealById = defineRead<[dealId: string, viewerId: string | null], DealRow>(
  'deal-by-id',
  `SELECT ${dealColumns} FROM deals d ${dealJoins}
   WHERE d.organization_id = $1 AND d.id = $2 AND d.deleted_at IS NULL AND ${dealIsVisible('$3')}`,
);

/** One deal that the actor may see. */
export async function getDeal(ctx: Context, input: GetDealInput): Promise<DealView> {
  requirePermission(ctx, 'leads.read');
  const { dealId } = parseInput(GetDealInput, input);
  const [row] = await ctx.read(dealById, dealId, leadViewer(ctx));
  if (!row) throw notFound('deal');
  return toDealView(row);
}

/** The deal as an operation has just left it, whoever sees it now; reads only what is committed. */
export async function readWrittenDeal(ctx: Context, dealId: string): Promise<DealView> {
  const [row] = await ctx.read(dealById, dealId, null);
  if (!row) throw notFound('deal');
  return toDealView(row);
}
