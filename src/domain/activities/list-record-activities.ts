import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import { activityColumns, activityJoins } from '#domain/activities/activity-view.ts';
import type { ActivityView } from '#domain/activities/activity-view.ts';
import { requireCompany } from '#domain/companies/policy.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListCompanyActivitiesInput = z.strictObject({ companyId: z.uuid(), ...pageFields });
export type ListCompanyActivitiesInput = z.input<typeof ListCompanyActivitiesInput>;
export const ListDealActivitiesInput = z.strictObject({ dealId: z.uuid(), ...pageFields });
export type ListDealActivitiesInput = z.input<typeof ListDealActivitiesInput>;

type Page = { items: ActivityView[]; nextCursor: string | null };

const companyActivities = defineRead<
  [companyId: string, before: Date | null, beforeId: string | null, limit: number],
  ActivityView
>('company-activities', timelineOf([`a.company_id = $2`], '$3', '$4', '$5'));

const dealActivities = defineRead<
  [dealId: string, leadId: string | null, before: Date | null, beforeId: string | null, limit: number],
  ActivityView
>(
  'deal-activities',
  timelineOf([`a.deal_id = $2`, `a.lead_id = $3 AND a.deal_id IS DISTINCT FROM $2`], '$4', '$5', '$6'),
);

/** The timeline of a company that the actor may see, newest first. */
export async function listCompanyActivities(ctx: Context, input: ListCompanyActivitiesInput): Promise<Page> {
  requirePermission(ctx, 'contacts.read');
  const { companyId, limit, cursor } = parseInput(ListCompanyActivitiesInput, input);
  const after = decodeCursor(cursor);
  await requireCompany(ctx, ctx.db, companyId);
  return pageOf(await ctx.read(companyActivities, companyId, after?.at ?? null, after?.id ?? null, limit + 1), limit);
}

/** The timeline of a deal that the actor may see, newest first, with that of its lead when they may see the lead too. */
export async function listDealActivities(ctx: Context, input: ListDealActivitiesInput): Promise<Page> {
  requirePermission(ctx, 'leads.read');
  const { dealId, limit, cursor } = parseInput(ListDealActivitiesInput, input);
  const after = decodeCursor(cursor);
  const deal = await requireDeal(ctx, ctx.db, dealId);
  const lead =
    deal.leadId === null
      ? null
      : await ctx.db.lead.findFirst({ where: { AND: [{ id: deal.leadId }, visibleLeads(ctx)] }, select: { id: true } });
  const rows = await ctx.read(
    dealActivities,
    ...([dealId, lead?.id ?? null, after?.at ?? null, after?.id ?? null, limit + 1] as const),
  );
  return pageOf(rows, limit);
}

function pageOf(rows: ActivityView[], limit: number): Page {
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.occurredAt, id: row.id }),
    (row) => row,
  );
}

/** One timeline out of entries that meet one of the conditions, each read off an index of its own. */
function timelineOf(conditions: string[], before: string, beforeId: string, limit: string): string {
  const ranges = conditions.map(
    (condition) => `(
      SELECT a.* FROM activities a WHERE a.organization_id = $1 AND ${condition}
        AND (${before}::timestamptz IS NULL OR (a.occurred_at, a.id) < (${before}, ${beforeId}::uuid))
      ORDER BY a.occurred_at DESC, a.id DESC LIMIT ${limit})`,
  );
  return `SELECT ${activityColumns}
    FROM (${ranges.join(' UNION ALL ')}) a ${activityJoins}
    ORDER BY a.occurred_at DESC, a.id DESC LIMIT ${limit}`;
}
