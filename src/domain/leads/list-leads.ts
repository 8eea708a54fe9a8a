import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { findLeadMatches, leadContains } from '#domain/leads/find-lead-matches.ts';
import type { Condition } from '#domain/leads/find-lead-matches.ts';
import { leadConditions, leadFilterFields, ownerOf } from '#domain/leads/lead-filter.ts';
import { afterLead, countLeadRows, leadSorts, momentOf, readLeads } from '#domain/leads/lead-reads.ts';
import { toLeadView } from '#domain/leads/lead-view.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListLeadsInput = z.strictObject({
  ...pageFields,
  ...leadFilterFields,
  /** Newest first by default; stuck leads by how long they stand. */
  sort: z.enum(leadSorts).nullish(),
  /** Rows passed over instead of a cursor, for the older systems' pages; the answer has the total then. */
  offset: z.int().min(0).max(1_000_000).nullish(),
});
export type ListLeadsInput = z.input<typeof ListLeadsInput>;

/** A page of leads; `total` only when an offset was asked for. */
export interface LeadPage {
  items: LeadView[];
  nextCursor: string | null;
  total?: number;
}

/** Totals are counted up to here. */
const mostCounted = 1_000_000;

/** The leads that the actor may see, newest first or in the order asked for. */
export async function listLeads(ctx: Context, input: ListLeadsInput = {}): Promise<LeadPage> {
  requirePermission(ctx, 'leads.read');
  const { limit, cursor, offset, sort: given, ...filter } = parseInput(ListLeadsInput, input);
  const sort = given ?? (filter.stuck ? 'longestInStage' : 'newest');
  const ownerId = ownerOf(ctx, filter);
  const conditions = await leadConditions(ctx, filter);
  const isByOffset = offset !== null && offset !== undefined;
  if (!conditions) return { items: [], nextCursor: null, ...(isByOffset ? { total: 0 } : {}) };
  const position = (row: Parameters<typeof momentOf>[1]) => ({ at: momentOf(sort, row), id: row.id });
  if (isByOffset) {
    const all = filter.search ? [...conditions, await findLeadMatches(ctx, filter.search)] : conditions;
    const [rows, total] = await Promise.all([
      readLeads(ctx, { sort, conditions: all, among: null, atLeast: limit + 1, offset, ownerId }),
      countLeadRows(ctx, { conditions: all, ownerId }, mostCounted),
    ]);
    return { ...toPage(rows, limit, position, toLeadView), total };
  }
  const after = decodeCursor(cursor);
  const paged = after ? [...conditions, afterLead(sort, after)] : conditions;
  const read = (among: Condition | null, all = paged) =>
    readLeads(ctx, { sort, conditions: all, among, atLeast: limit + 1, ownerId });
  let rows = await read(filter.search ? leadContains(filter.search) : null);
  // A text that fills the page from the first leads is common; any other is looked up in the indexes.
  if (filter.search && rows.length <= limit)
    rows = await read(null, [...paged, await findLeadMatches(ctx, filter.search)]);
  return toPage(rows, limit, position, toLeadView);
}
