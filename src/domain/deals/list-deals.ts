import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { pageFields } from '#domain/cursor.ts';
import { CustomFilter, customFieldCondition } from '#domain/custom-fields/filter-by-custom-fields.ts';
import { AmountCents, Currency, DealSource } from '#domain/deals/deal-fields.ts';
import { dealColumns, dealJoins, toDealView } from '#domain/deals/deal-view.ts';
import type { DealRow, DealView } from '#domain/deals/deal-view.ts';
import { dealIsOfOwnLead } from '#domain/deals/policy.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { readSortedPage } from '#domain/sorted-list.ts';
import type { Condition, ListPage, ListQuery, Order } from '#domain/sorted-list.ts';
import { defineRead } from '#platform/database/read.ts';

export const dealSorts = ['newest', 'oldest', 'updated', 'name', 'largest', 'smallest', 'closingSoonest'] as const;

/** Which deals of those that the actor may see: every field that is given narrows them. */
export const dealFilterFields = {
  ownerId: z.uuid().nullish(),
  /** Only deals that the actor owns. */
  mine: z.boolean().optional(),
  contactId: z.uuid().nullish(),
  companyId: z.uuid().nullish(),
  leadId: z.uuid().nullish(),
  pipelineId: z.uuid().nullish(),
  stageId: z.uuid().nullish(),
  source: DealSource.nullish(),
  currency: Currency.nullish(),
  minAmountCents: AmountCents.nullish(),
  maxAmountCents: AmountCents.nullish(),
  /** Only deals that are not closed, or only closed ones. */
  open: z.boolean().nullish(),
  /** A part of the name, in any alphabet. */
  search: z.string().trim().min(1).max(100).nullish(),
  createdFrom: z.date().nullish(),
  /** The first moment that is too late. */
  createdTo: z.date().nullish(),
  custom: CustomFilter.nullish(),
};

export const ListDealsInput = z.strictObject({
  ...pageFields,
  ...dealFilterFields,
  sort: z.enum(dealSorts).default('newest'),
  offset: z.int().min(0).max(1_000_000).nullish(),
});
export type ListDealsInput = z.input<typeof ListDealsInput>;

const orders: Record<(typeof dealSorts)[number], Order> = {
  newest: { column: 'd.created_at', direction: 'DESC', momentOf: (row) => row.createdAt },
  oldest: { column: 'd.created_at', direction: 'ASC', momentOf: (row) => row.createdAt },
  updated: { column: 'd.updated_at', direction: 'DESC', momentOf: (row) => row.updatedAt },
  name: { column: 'lower(d.name)', direction: 'ASC' },
  largest: { column: 'coalesce(d.amount_cents, -1)', direction: 'DESC' },
  smallest: { column: 'coalesce(d.amount_cents, -1)', direction: 'ASC' },
  closingSoonest: { column: `coalesce(d.expected_close_on, 'infinity'::date)`, direction: 'ASC' },
};

const source = {
  table: 'deals',
  alias: 'd',
  columns: dealColumns,
  joins: dealJoins,
  restrictions: ['d.owner_id = $2', 'd.owner_id IS NULL', dealIsOfOwnLead('$2')],
  view: (row: DealRow) => toDealView(row),
};

/** The deals that the actor may see, newest first or in the order asked for; `total` with an offset only. */
export async function listDeals(ctx: Context, input: ListDealsInput = {}): Promise<ListPage<DealView>> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, offset, sort, ...filter } = parseInput(ListDealsInput, input);
  const ownerId = filter.mine && ctx.actor.kind === 'user' ? ctx.actor.id : filter.ownerId;
  const conditions = await dealConditions(ctx, { ...filter, ownerId });
  const found = filter.search ? await searched(ctx, filter.search) : {};
  const viewerId = leadViewer(ctx);
  return readSortedPage(ctx, source, {
    ...{ sort, order: orders[sort], conditions, limit, cursor, offset, ...found },
    viewerId: viewerId === ownerId ? null : viewerId,
  });
}

type Filter = Omit<z.output<typeof ListDealsInput>, 'limit' | 'cursor' | 'offset' | 'sort'>;

async function dealConditions(ctx: Context, filter: Filter): Promise<Condition[]> {
  const conditions: Condition[] = [];
  const add = (key: string, text: string, value: unknown) => {
    if (value !== null && value !== undefined) conditions.push({ key, text, values: [value] });
  };
  add('owner', 'd.owner_id = ?::uuid', filter.ownerId);
  add('contact', 'd.contact_id = ?::uuid', filter.contactId);
  add('company', 'd.company_id = ?::uuid', filter.companyId);
  add('lead', 'd.lead_id = ?::uuid', filter.leadId);
  add('pipeline', 'd.pipeline_id = ?::uuid', filter.pipelineId);
  add('stage', 'd.stage_id = ?::uuid', filter.stageId);
  add('source', 'd.source = ?', filter.source);
  add('currency', 'd.currency = ?', filter.currency);
  add('min', 'd.amount_cents >= ?::bigint', filter.minAmountCents);
  add('max', 'd.amount_cents <= ?::bigint', filter.maxAmountCents);
  add('from', 'd.created_at >= ?::timestamptz', filter.createdFrom);
  add('to', 'd.created_at < ?::timestamptz', filter.createdTo);
  if (filter.open === true) conditions.push({ key: 'open', text: 'd.closed_at IS NULL', values: [] });
  if (filter.open === false) conditions.push({ key: 'closed', text: 'd.closed_at IS NOT NULL', values: [] });
  const custom = await customFieldCondition(ctx, 'deal', 'd', filter.custom);
  if (custom) conditions.push(custom);
  return conditions;
}

const fewMatches = 1_000;

// What is searched for is folded once, in a query of its own: within the condition it would be folded for each row.
const matchingDeals = defineRead<[search: string, most: number], { id: string }>(
  'deal-matches',
  `SELECT d.id FROM deals d WHERE d.organization_id = $1 AND d.deleted_at IS NULL
     AND fold_name($2) <> '' AND d.folded_name LIKE (SELECT '%' || fold_name($2) || '%') LIMIT $3`,
);

/** Few matches are named one by one; a common part of names is asked of each deal on the way down the list. */
async function searched(ctx: Context, search: string): Promise<Pick<ListQuery, 'among' | 'searched'>> {
  const rows = await ctx.read(matchingDeals, search, fewMatches + 1);
  if (rows.length <= fewMatches) return { among: rows.map(({ id }) => id) };
  return {
    searched: { key: 'search', text: `d.folded_name LIKE (SELECT '%' || fold_name(?) || '%')`, values: [search] },
  };
}
