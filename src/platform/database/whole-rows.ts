/** A row with all its columns, by their names in the database; times are ISO texts, big numbers are numbers. */
export type WholeRow = { id: string } & Record<string, unknown>;

/** Tables whose rows can be taken and put back as a whole; chats first, as everything that arrives locks them. */
export const wholeRowTables = [
  'conversations',
  'contacts',
  'contact_phones',
  'contact_emails',
  'consents',
  'companies',
  'leads',
  'stage_moves',
  'deals',
  'activities',
  'tasks',
  'notes',
  'emails',
  'drafts',
  'call_requests',
  'calls',
  'duplicates',
] as const;
export type WholeRowTable = (typeof wholeRowTables)[number];

/** Rows of one organization as a whole, inside a transaction: for merges, which must be undone to the last byte. */
export interface WholeRows {
  /** These rows, locked in the order of their ids against changes and against new rows that refer to them. */
  lock(table: WholeRowTable, ids: readonly string[]): Promise<WholeRow[]>;
  /** The rows whose `column` is one of `values`, locked against changes. */
  take(table: WholeRowTable, column: string, values: readonly string[]): Promise<WholeRow[]>;
  /** Points the rows from one record to another; nothing else of them changes. Returns how many. */
  move(table: WholeRowTable, column: string, fromId: string, toId: string): Promise<number>;
  /** Writes `columns` of rows that are there as they are given here, nothing else. */
  putBack(table: WholeRowTable, columns: readonly string[], rows: readonly WholeRow[]): Promise<void>;
  /** Empties a column, so that a value which only one row may have can change hands. */
  clear(table: WholeRowTable, column: string, ids: readonly string[]): Promise<void>;
  remove(table: WholeRowTable, ids: readonly string[]): Promise<void>;
}

type Query = (text: string, values: unknown[]) => Promise<{ row: string }[]>;

/** Binds whole rows to one organization and the connection of one transaction. */
export function bindWholeRows(query: Query, organizationId: string): WholeRows {
  const read = async (text: string, values: unknown[]) =>
    (await query(text, values)).map(({ row }): WholeRow => JSON.parse(row));
  const select = (table: WholeRowTable) => `SELECT to_jsonb(t)::text AS row FROM ${named(table)} t
    WHERE t.organization_id = $1::uuid`;
  return {
    lock: async (table, ids) =>
      ids.length === 0
        ? []
        : read(`${select(table)} AND t.id = ANY($2::uuid[]) ORDER BY t.id FOR UPDATE`, [organizationId, [...ids]]),
    take: async (table, column, values) =>
      values.length === 0
        ? []
        : read(`${select(table)} AND t.${named(column)} = ANY($2::uuid[]) ORDER BY t.id FOR NO KEY UPDATE`, [
            organizationId,
            [...values],
          ]),
    async move(table, column, fromId, toId) {
      const moved = await query(
        `UPDATE ${named(table)} t SET ${named(column)} = $3::uuid
         WHERE t.organization_id = $1::uuid AND t.${named(column)} = $2::uuid RETURNING t.id::text AS row`,
        [organizationId, fromId, toId],
      );
      return moved.length;
    },
    async putBack(table, columns, rows) {
      if (rows.length === 0 || columns.length === 0) return;
      const names = columns.map(named);
      await query(
        `UPDATE ${named(table)} t SET ${names.map((name) => `${name} = r.${name}`).join(', ')}
         FROM jsonb_populate_recordset(NULL::${named(table)}, $2::jsonb) r
         WHERE t.organization_id = $1::uuid AND t.id = r.id`,
        [organizationId, JSON.stringify(rows)],
      );
    },
    async clear(table, column, ids) {
      if (ids.length === 0) return;
      await query(
        `UPDATE ${named(table)} t SET ${named(column)} = NULL WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[])`,
        [organizationId, [...ids]],
      );
    },
    async remove(table, ids) {
      if (ids.length === 0) return;
      await query(`DELETE FROM ${named(table)} t WHERE t.organization_id = $1::uuid AND t.id = ANY($2::uuid[])`, [
        organizationId,
        [...ids],
      ]);
    },
  };
}

/** A name of the schema, fit for a statement. */
function named(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`${name} is no name of a table or column.`);
  return `"${name}"`;
}
