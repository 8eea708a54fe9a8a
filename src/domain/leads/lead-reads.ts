import { sha256 } from '#platform/hashing.ts';
import { defineRead } from '#platform/database/read.ts';
import type { Read } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import type { Condition } from '#domain/leads/find-lead-matches.ts';
import { leadColumns, leadJoins } from '#domain/leads/lead-view.ts';
import type { LeadRow } from '#domain/leads/lead-view.ts';
import { leadViewer } from '#domain/leads/policy.ts';

export const leadSorts = ['newest', 'oldest', 'updated', 'name', 'longestInStage'] as const;
/** The orders of a list of leads; `longestInStage` has open leads only. */
export type LeadSort = (typeof leadSorts)[number];

interface Order {
  column: string;
  direction: 'ASC' | 'DESC';
  /** What is at the cursor: the moment that the cursor says, or what its lead has in the column. */
  at: string;
  of: (row: LeadRow) => Date;
}

const fromCursor = '?::timestamptz';
const orders: Record<LeadSort, Order> = {
  newest: { column: 'l.created_at', direction: 'DESC', at: fromCursor, of: (row) => row.createdAt },
  oldest: { column: 'l.created_at', direction: 'ASC', at: fromCursor, of: (row) => row.createdAt },
  updated: { column: 'l.updated_at', direction: 'DESC', at: fromCursor, of: (row) => row.updatedAt },
  longestInStage: { column: 'l.stage_entered_at', direction: 'ASC', at: fromCursor, of: (row) => row.stageEnteredAt },
  name: {
    column: 'lower(l.name)',
    direction: 'ASC',
    at: '(SELECT lower(x.name) FROM leads x WHERE x.organization_id = $1 AND x.id = ?::uuid)',
    // The cursor carries the lead's id only: a name can be longer than a cursor.
    of: () => new Date(0),
  },
};

/** The moment that the cursor after a row of this order carries. */
export function momentOf(sort: LeadSort, row: LeadRow): Date {
  return orders[sort].of(row);
}

/** The condition for what comes after a position. */
export function afterLead(sort: LeadSort, after: { at: Date; id: string }): Condition {
  const { column, direction, at } = orders[sort];
  return {
    key: 'after',
    text: `(${column}, l.id) ${direction === 'ASC' ? '>' : '<'} (${at}, ?::uuid)`,
    values: [sort === 'name' ? after.id : after.at, after.id],
  };
}

export interface LeadQuery {
  sort: LeadSort;
  conditions: Condition[];
  /** Asked only of the first leads, in this order, that meet the conditions. */
  among: Condition | null;
  /** How many rows are wanted at least. */
  atLeast: number;
  /** Rows passed over. */
  offset?: number;
  /** Whose leads the conditions name already, so that nobody else's can be among them. */
  ownerId: string | null;
}

/** The actor's leads of one query, a page of them. */
export function readLeads(ctx: Context, query: LeadQuery): Promise<LeadRow[]> {
  const { restricted, values } = scopeOf(ctx, query);
  const ordered = query.sort === 'longestInStage' ? [...query.conditions, openOnly] : query.conditions;
  const offset = query.offset === undefined ? [] : [query.offset];
  return ctx.read(pageRead({ ...query, conditions: ordered, restricted }), ...values, ...offset);
}

/** How many leads of the actor meet the conditions, counted up to `most`. */
export async function countLeadRows(
  ctx: Context,
  query: Pick<LeadQuery, 'conditions' | 'ownerId'>,
  most: number,
): Promise<number> {
  const { restricted, values } = scopeOf(ctx, { ...query, among: null });
  const [row] = await ctx.read(countRead(query.conditions, restricted), ...values, most);
  return row?.total ?? 0;
}

/** The ids of the actor's leads that meet the conditions, in no order, at most `most`. */
export async function readLeadIds(
  ctx: Context,
  query: Pick<LeadQuery, 'conditions' | 'ownerId'>,
  most: number,
): Promise<string[]> {
  const { restricted, values } = scopeOf(ctx, { ...query, among: null });
  return (await ctx.read(idRead(query.conditions, restricted), ...values, most)).map(({ id }) => id);
}

const openOnly: Condition = { key: 'open', text: 'l.closed_at IS NULL', values: [] };

/** Whoever does not see all reads their own and nobody's; conditions that name them as the owner need no more. */
function scopeOf(ctx: Context, { conditions, among, ownerId }: Pick<LeadQuery, 'conditions' | 'among' | 'ownerId'>) {
  const viewerId = leadViewer(ctx);
  const restricted = viewerId !== null && viewerId !== ownerId;
  return {
    restricted,
    values: [
      ...(restricted ? [viewerId] : []),
      ...[...conditions, ...(among ? [among] : [])].flatMap((condition) => condition.values),
    ],
  };
}

/** The order's column in a form that no index has. */
function withoutIndex(sort: LeadSort): string {
  return sort === 'name' ? `(lower(l.name) || '')` : `(${orders[sort].column} + interval '0')`;
}

// The number of rows stands in the text: behind a parameter PostgreSQL expects a tenth of the table and plans each time anew.
const rowSteps = [11, 21, 51, 101];

/** A searched text is common when every tenth of the first leads has it: that many times a page are looked through. */
const pagesLookedThrough = 10;

const reads = new Map<string, Read<readonly unknown[], LeadRow>>();
const counts = new Map<string, Read<readonly unknown[], { total: number }>>();
const idReads = new Map<string, Read<readonly unknown[], { id: string }>>();

/**
 * The prepared read of one combination of filters: each has a plan of its own, so an absent filter costs nothing. Whoever
 * does not see all reads two short index ranges, their own and nobody's, instead of filtering everybody's.
 */
function pageRead(shape: LeadQuery & { restricted: boolean }): Read<readonly unknown[], LeadRow> {
  const { sort, conditions, among, restricted, atLeast, offset } = shape;
  const limit = rowSteps.find((step) => step >= atLeast) ?? atLeast;
  const pageName = nameOf('leads', restricted, [
    String(limit),
    ...(sort === 'newest' ? [] : [sort]),
    ...conditions.map(({ key }) => key),
    ...(among ? ['newest', among.key] : []),
    ...(offset === undefined ? [] : ['offset']),
  ]);
  const known = reads.get(pageName);
  if (known) return known;
  const number = numbering(restricted);
  const filters = conditions.map((condition) => `AND ${number(condition.text)}`).join(' ');
  const amongText = among ? number(among.text) : '';
  const skip = offset === undefined ? '' : number('OFFSET ?::int');
  const { column, direction } = orders[sort];
  // The few matches of a search are sorted themselves: going down the order's index for them would read nearly all of it.
  const sorted = conditions.some(({ key }) => key === 'matches') ? withoutIndex(sort) : column;
  const order = `ORDER BY ${sorted} ${direction}, l.id ${direction}`;
  const first = (from: string, count: string) => `(SELECT l.* FROM ${from} ${order} ${count})`;
  // With an offset each range must reach as far as the page does.
  const rangeLimit = offset === undefined ? `LIMIT ${among ? limit * pagesLookedThrough : limit}` : '';
  const range = (owner: string) =>
    first(`leads l WHERE l.organization_id = $1 AND l.deleted_at IS NULL ${owner} ${filters}`, rangeLimit);
  const pageLimit = `LIMIT ${limit} ${skip}`;
  const page = restricted
    ? first(
        `(${range('AND l.owner_id = $2')} UNION ALL ${range('AND l.owner_id IS NULL')}) l`,
        among ? rangeLimit : pageLimit,
      )
    : first(`leads l WHERE l.organization_id = $1 AND l.deleted_at IS NULL ${filters}`, among ? rangeLimit : pageLimit);
  const read = defineRead<readonly unknown[], LeadRow>(
    pageName,
    `SELECT ${leadColumns}
     FROM ${among ? first(`${page} l WHERE ${amongText}`, `LIMIT ${limit}`) : page} l ${leadJoins}
     ${order}`,
  );
  reads.set(pageName, read);
  return read;
}

function countRead(conditions: Condition[], restricted: boolean): Read<readonly unknown[], { total: number }> {
  const countName = nameOf(
    'lead-count',
    restricted,
    conditions.map(({ key }) => key),
  );
  const known = counts.get(countName);
  if (known) return known;
  const number = numbering(restricted);
  const read = defineRead<readonly unknown[], { total: number }>(
    countName,
    `SELECT count(*)::int AS total FROM (${matching(conditions, restricted, number)} ${number('LIMIT ?::int')}) counted`,
  );
  counts.set(countName, read);
  return read;
}

function idRead(conditions: Condition[], restricted: boolean): Read<readonly unknown[], { id: string }> {
  const idsName = nameOf(
    'lead-ids',
    restricted,
    conditions.map(({ key }) => key),
  );
  const known = idReads.get(idsName);
  if (known) return known;
  const number = numbering(restricted);
  const read = defineRead<readonly unknown[], { id: string }>(
    idsName,
    `${matching(conditions, restricted, number)} ${number('LIMIT ?::int')}`,
  );
  idReads.set(idsName, read);
  return read;
}

function matching(conditions: Condition[], restricted: boolean, number: (text: string) => string): string {
  const filters = conditions.map((condition) => `AND ${number(condition.text)}`).join(' ');
  const owner = restricted ? 'AND (l.owner_id = $2 OR l.owner_id IS NULL)' : '';
  return `SELECT l.id FROM leads l WHERE l.organization_id = $1 AND l.deleted_at IS NULL ${owner} ${filters}`;
}

/** Replaces the `?` of one condition after the other by the statement's parameters. */
function numbering(restricted: boolean): (text: string) => string {
  let parameter = restricted ? 2 : 1;
  return (text) => text.replaceAll('?', () => `$${(parameter += 1)}`);
}

/** PostgreSQL tells names of prepared statements apart by their first 63 characters. */
function nameOf(kind: string, restricted: boolean, keys: string[]): string {
  const name = [kind, restricted ? 'own' : 'all', ...keys.filter((key) => key !== '')].join('-');
  return name.length <= 60 ? name : `${name.slice(0, 40)}-${sha256(name).slice(0, 16)}`;
}
