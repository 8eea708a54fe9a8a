import { z } from 'zod';
import { companyColumns, companyJoins, toCompanyView } from '#domain/companies/company-view.ts';
import type { CompanyRow, CompanyView } from '#domain/companies/company-view.ts';
import { companyHasOwn } from '#domain/companies/policy.ts';
import type { Context } from '#domain/context.ts';
import { pageFields } from '#domain/cursor.ts';
import { CustomFilter, customFieldCondition } from '#domain/custom-fields/filter-by-custom-fields.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { readSortedPage } from '#domain/sorted-list.ts';
import type { Condition, ListPage, ListQuery, Order } from '#domain/sorted-list.ts';
import { defineRead } from '#platform/database/read.ts';

export const companySorts = ['newest', 'oldest', 'updated', 'name'] as const;

/** Which companies of those that the actor may see: every field that is given narrows them. */
export const companyFilterFields = {
  ownerId: z.uuid().nullish(),
  /** Only companies that the actor owns. */
  mine: z.boolean().optional(),
  industry: z.string().trim().min(1).max(100).nullish(),
  /** A part of the name in any alphabet, or the whole domain or tax number. */
  search: z.string().trim().min(1).max(100).nullish(),
  createdFrom: z.date().nullish(),
  /** The first moment that is too late. */
  createdTo: z.date().nullish(),
  custom: CustomFilter.nullish(),
};

export const ListCompaniesInput = z.strictObject({
  ...pageFields,
  ...companyFilterFields,
  sort: z.enum(companySorts).default('newest'),
  offset: z.int().min(0).max(1_000_000).nullish(),
});
export type ListCompaniesInput = z.input<typeof ListCompaniesInput>;

const orders: Record<(typeof companySorts)[number], Order> = {
  newest: { column: 'c.created_at', direction: 'DESC', momentOf: (row) => row.createdAt },
  oldest: { column: 'c.created_at', direction: 'ASC', momentOf: (row) => row.createdAt },
  updated: { column: 'c.updated_at', direction: 'DESC', momentOf: (row) => row.updatedAt },
  name: { column: 'lower(c.name)', direction: 'ASC' },
};

const source = {
  table: 'companies',
  alias: 'c',
  columns: companyColumns,
  joins: companyJoins,
  restrictions: ['c.owner_id = $2', 'c.owner_id IS NULL', `c.owner_id <> $2 AND ${companyHasOwn('$2')}`],
  view: (row: CompanyRow) => toCompanyView(row),
};

/** The companies that the actor may see, newest first or in the order asked for; `total` with an offset only. */
export async function listCompanies(ctx: Context, input: ListCompaniesInput = {}): Promise<ListPage<CompanyView>> {
  requirePermission(ctx, 'contacts.read');
  const { limit, cursor, offset, sort, ...filter } = parseInput(ListCompaniesInput, input);
  const custom = await customFieldCondition(ctx, 'company', 'c', filter.custom);
  const ownerId = filter.mine && ctx.actor.kind === 'user' ? ctx.actor.id : filter.ownerId;
  const conditions: Condition[] = [
    ...(ownerId ? [{ key: 'owner', text: 'c.owner_id = ?::uuid', values: [ownerId] }] : []),
    ...(filter.industry ? [{ key: 'industry', text: 'c.industry = ?', values: [filter.industry] }] : []),
    ...(filter.createdFrom
      ? [{ key: 'from', text: 'c.created_at >= ?::timestamptz', values: [filter.createdFrom] }]
      : []),
    ...(filter.createdTo ? [{ key: 'to', text: 'c.created_at < ?::timestamptz', values: [filter.createdTo] }] : []),
    ...(custom ? [custom] : []),
  ];
  const found = filter.search ? await searched(ctx, filter.search) : {};
  const viewerId = leadViewer(ctx);
  return readSortedPage(ctx, source, {
    ...{ sort, order: orders[sort], conditions, limit, cursor, offset, ...found },
    viewerId: viewerId === ownerId ? null : viewerId,
  });
}

const fewMatches = 1_000;

// What is searched for is folded once, in a query of its own: within the condition it would be folded for each row.
const matchingCompanies = defineRead<[search: string, most: number], { id: string }>(
  'company-matches',
  `SELECT id FROM (
     (SELECT c.id FROM companies c WHERE c.organization_id = $1 AND c.deleted_at IS NULL
        AND fold_name($2) <> '' AND c.folded_name LIKE (SELECT '%' || fold_name($2) || '%') LIMIT $3)
     UNION
     (SELECT c.id FROM companies c WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND c.domain = lower($2))
     UNION
     (SELECT c.id FROM companies c WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND c.tax_id = upper($2))
   ) matches LIMIT $3`,
);

/** Few matches are named one by one; a common part of names is asked of each company on the way down the list. */
async function searched(ctx: Context, search: string): Promise<Pick<ListQuery, 'among' | 'searched'>> {
  const rows = await ctx.read(matchingCompanies, search, fewMatches + 1);
  if (rows.length <= fewMatches) return { among: rows.map(({ id }) => id) };
  return {
    searched: { key: 'search', text: `c.folded_name LIKE (SELECT '%' || fold_name(?) || '%')`, values: [search] },
  };
}
