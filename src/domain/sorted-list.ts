import { sha256 } from '#platform/hashing.ts';
import { defineRead } from '#platform/database/read.ts';
import type { Read } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, toPage } from '#domain/cursor.ts';

/** A part of a WHERE, with `?` where its values go; conditions of one key always have one text. */
export interface Condition {
  key: string;
  text: string;
  values: readonly unknown[];
}

interface Listed {
  id: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What a list is sorted by: a column or an expression of the source's alias that is never null. */
export interface Order {
  column: string;
  direction: 'ASC' | 'DESC';
  /** The moment that a cursor carries; without one the cursor's row is looked up for what it has in the column. */
  momentOf?: (row: Listed) => Date;
}

/** A table whose rows are listed. `restrictions` are the conditions, `$2` being the viewer, that together are all they see. */
export interface ListSource<Row> {
  table: string;
  alias: string;
  columns: string;
  joins: string;
  restrictions: readonly string[];
  view: (row: Row) => unknown;
}

export interface ListQuery {
  sort: string;
  order: Order;
  conditions: readonly Condition[];
  /** Only rows of these ids: they are fetched first, however many others there are. */
  among?: readonly string[];
  /** What is searched for, asked of each row. */
  searched?: Condition;
  limit: number;
  cursor: string | null | undefined;
  /** Rows passed over instead of a cursor. */
  offset: number | null | undefined;
  /** Null sees all. */
  viewerId: string | null;
}

/** A page of a list; `total` only when an offset was asked for, counted up to `mostCounted`. */
export interface ListPage<Item> {
  items: Item[];
  nextCursor: string | null;
  total?: number;
}

/** Totals are counted up to here: whoever has more needs a filter, not a number. */
export const mostCounted = 10_000;

/** Reads one page of a source's rows, by prepared statements of which each combination of filters has its own. */
export async function readSortedPage<Row extends Listed, Item>(
  ctx: Context,
  source: ListSource<Row> & { view: (row: Row) => Item },
  query: ListQuery,
): Promise<ListPage<Item>> {
  const { order, viewerId, limit } = query;
  const position = (row: Row) => ({ at: order.momentOf?.(row) ?? new Date(0), id: row.id });
  const viewer: unknown[] = [...(viewerId === null ? [] : [viewerId]), ...(query.among ? [query.among] : [])];
  const values = (conditions: readonly Condition[]) => conditions.flatMap((condition) => condition.values);
  const isByOffset = query.offset !== null && query.offset !== undefined;
  const after = isByOffset ? null : decodeCursor(query.cursor);
  const conditions = [
    ...query.conditions,
    ...(query.searched ? [query.searched] : []),
    ...(after ? [afterRow(source, order, after)] : []),
  ];
  const shape = {
    source,
    sort: query.sort,
    order,
    conditions,
    isRestricted: viewerId !== null,
    isAmong: query.among !== undefined,
  };
  const page = ctx.read(
    pageRead<Row>({ ...shape, atLeast: limit + 1, isByOffset }),
    ...viewer,
    ...values(conditions),
    ...(isByOffset ? [query.offset] : []),
  );
  if (!isByOffset) return toPage(await page, limit, position, source.view);
  const [rows, counted] = await Promise.all([page, ctx.read(countRead(shape), ...viewer, ...values(conditions))]);
  return { ...toPage(rows, limit, position, source.view), total: counted[0]?.total ?? 0 };
}

function afterRow<Row>(source: ListSource<Row>, order: Order, after: { at: Date; id: string }): Condition {
  const { table, alias } = source;
  const lookedUp = `(SELECT ${order.column.replaceAll(`${alias}.`, 'x.')} FROM ${table} x
                     WHERE x.organization_id = $1 AND x.id = ?::uuid)`;
  const at = order.momentOf ? '?::timestamptz' : lookedUp;
  return {
    key: 'after',
    text: `(${order.column}, ${alias}.id) ${order.direction === 'ASC' ? '>' : '<'} (${at}, ?::uuid)`,
    values: [order.momentOf ? after.at : after.id, after.id],
  };
}

interface Shape<Row> {
  source: ListSource<Row>;
  sort: string;
  order: Order;
  conditions: readonly Condition[];
  isRestricted: boolean;
  isAmong: boolean;
}

// The number of rows stands in the text: behind a parameter PostgreSQL expects a tenth of the table and plans each time anew.
const rowSteps = [11, 21, 51, 101];

const pageReads = new Map<string, Read<readonly unknown[], never>>();
const countReads = new Map<string, Read<readonly unknown[], { total: number }>>();

function pageRead<Row extends Listed>(
  shape: Shape<Row> & { atLeast: number; isByOffset: boolean },
): Read<readonly unknown[], Row> {
  const { source, order, conditions, isByOffset } = shape;
  const { table, alias } = source;
  const limit = rowSteps.find((step) => step >= shape.atLeast) ?? shape.atLeast;
  const listName = nameOf(`${table}-page`, [...keysOf(shape), String(limit), ...(isByOffset ? ['offset'] : [])]);
  const known = pageReads.get(listName);
  if (known) return known;
  const { rows, number } = rowsOf(shape);
  const filters = conditions.map((condition) => `AND ${number(condition.text)}`).join(' ');
  const sorted = `ORDER BY ${order.column} ${order.direction}, ${alias}.id ${order.direction}`;
  const pageLimit = `LIMIT ${limit} ${isByOffset ? number('OFFSET ?::int') : ''}`;
  // With an offset each range must reach as far as the page does.
  const rangeLimit = isByOffset ? '' : `LIMIT ${limit}`;
  const range = (restriction: string, end: string) =>
    `(SELECT ${alias}.* FROM ${rows} ${alias}
      WHERE ${alias}.organization_id = $1 AND ${alias}.deleted_at IS NULL ${restriction} ${filters} ${sorted} ${end})`;
  const page = shape.isRestricted
    ? `(SELECT ${alias}.* FROM (
         ${source.restrictions.map((restriction) => range(`AND ${restriction}`, rangeLimit)).join(' UNION ALL ')}
       ) ${alias} ${sorted} ${pageLimit})`
    : range('', pageLimit);
  const read = defineRead<readonly unknown[], never>(
    listName,
    `SELECT ${source.columns} FROM ${page} ${alias} ${source.joins} ${sorted}`,
  );
  pageReads.set(listName, read);
  return read;
}

function countRead<Row>(shape: Shape<Row>): Read<readonly unknown[], { total: number }> {
  const { source, conditions } = shape;
  const { table, alias } = source;
  const listCountName = nameOf(`${table}-count`, keysOf({ ...shape, sort: '' }));
  const known = countReads.get(listCountName);
  if (known) return known;
  const { rows, number } = rowsOf(shape);
  const filters = conditions.map((condition) => `AND ${number(condition.text)}`).join(' ');
  const range = (restriction: string) =>
    `(SELECT 1 FROM ${rows} ${alias}
      WHERE ${alias}.organization_id = $1 AND ${alias}.deleted_at IS NULL ${restriction} ${filters} LIMIT ${mostCounted})`;
  const ranges = shape.isRestricted
    ? source.restrictions.map((restriction) => range(`AND ${restriction}`))
    : [range('')];
  const read = defineRead<readonly unknown[], { total: number }>(
    listCountName,
    `SELECT count(*)::int AS total FROM (SELECT 1 FROM (${ranges.join(' UNION ALL ')}) reached LIMIT ${mostCounted}) counted`,
  );
  countReads.set(listCountName, read);
  return read;
}

function keysOf<Row>({ sort, isRestricted, isAmong, conditions }: Shape<Row>): string[] {
  return [sort, isRestricted ? 'own' : 'all', isAmong ? 'among' : 'any', ...conditions.map(({ key }) => key)];
}

/** PostgreSQL tells names of prepared statements apart by their first 63 characters. */
function nameOf(start: string, keys: string[]): string {
  return `${start}-${sha256(keys.join(' ')).slice(0, 24)}`;
}

/**
 * The rows to choose from, and what gives each `?` its number: `$1` is the organization, the next one the viewer if there is
 * one, the next one the ids that are asked for. OFFSET 0 keeps PostgreSQL from going down the whole list for a few ids.
 */
function rowsOf<Row>({ source, isRestricted, isAmong }: Shape<Row>) {
  let last = isRestricted ? 2 : 1;
  const { table } = source;
  const rows = isAmong
    ? `(SELECT m.* FROM ${table} m WHERE m.organization_id = $1 AND m.id = ANY ($${(last += 1)}::uuid[]) OFFSET 0)`
    : table;
  const number = (text: string) => text.replaceAll('?', () => `$${(last += 1)}`);
  return { rows, number };
}
