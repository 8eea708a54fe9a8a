import type { QueryResultRow } from 'pg';
import type { Database, ReadBounds } from '#platform/database/database.ts';

/** A hot read written as SQL, prepared once per connection, whose first parameter is always the organization. */
export interface Read<Values extends readonly unknown[], Row extends QueryResultRow> {
  readonly name: string;
  readonly text: string;
  readonly bounds?: ReadBounds;
  /** Never present: carries the types of the parameters and rows. */
  readonly types?: (values: Values) => Row;
}

const names = new Set<string>();

/**
 * Defines a prepared read. `$1` is bound to the organization by the caller's context, never by the caller, and the text
 * must compare `organization_id` with it; a text that does not is refused when the module loads. With bounds it
 * runs under settings and a time limit of its own.
 */
export function defineRead<Values extends readonly unknown[], Row extends QueryResultRow>(
  name: string,
  text: string,
  bounds?: ReadBounds,
): Read<Values, Row> {
  if (names.has(name)) throw new Error(`Two reads are named ${name}.`);
  if (!/organization_id\s*=\s*\$1\b/.test(text))
    throw new Error(`The read ${name} is not scoped: organization_id = $1 is missing.`);
  names.add(name);
  return { name, text, ...(bounds ? { bounds } : {}) };
}

/** Runs reads for one organization. */
export type TenantRead = <Values extends readonly unknown[], Row extends QueryResultRow>(
  read: Read<Values, Row>,
  ...values: Values
) => Promise<Row[]>;

/** A reader whose every statement is bound to one organization. */
export function bindReads(database: Database, organizationId: string): TenantRead {
  return (read, ...given) => {
    const values = [organizationId, ...given];
    return read.bounds
      ? database.bounded(read.bounds, read.name, read.text, values)
      : database.prepared(read.name, read.text, values);
  };
}
