import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { wholeRowTables } from '#platform/database/whole-rows.ts';
import type { WholeRow, WholeRows, WholeRowTable } from '#platform/database/whole-rows.ts';

/** Rows by table, then by id. */
export type Snapshot = Map<WholeRowTable, Map<string, WholeRow>>;

/** Adds rows to a snapshot; a row that is there already stays as it was first. */
export function remember(snapshot: Snapshot, table: WholeRowTable, rows: readonly WholeRow[]): void {
  const known = snapshot.get(table) ?? new Map<string, WholeRow>();
  for (const row of rows) if (!known.has(row.id)) known.set(row.id, row);
  snapshot.set(table, known);
}

/** The same rows as they are now, locked against changes. */
export async function retake(rows: WholeRows, snapshot: Snapshot): Promise<Snapshot> {
  const now: Snapshot = new Map();
  for (const table of tablesOf(snapshot)) {
    const ids = [...(snapshot.get(table)?.keys() ?? [])];
    remember(now, table, await rows.take(table, 'id', ids));
  }
  return now;
}

/** The tables of a snapshot, always in one order, so that parallel merges wait for each other in it. */
export function tablesOf(snapshot: Snapshot): WholeRowTable[] {
  return wholeRowTables.filter((table) => (snapshot.get(table)?.size ?? 0) > 0);
}

export function isSameRow(one: WholeRow | undefined, other: WholeRow | undefined): boolean {
  if (!one || !other) return one === other;
  return changedColumns(one, other).length === 0;
}

/** The columns in which two states of a row differ. */
export function changedColumns(one: WholeRow, other: WholeRow): string[] {
  return Object.keys(other).filter((column) => !isSameValue(one[column], other[column]));
}

export function isSameValue(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one ?? null, other ?? null);
}

/** Both states without the rows that are the same in both. */
export function onlyChanged(before: Snapshot, after: Snapshot): { before: Snapshot; after: Snapshot } {
  const changed = { before: new Map() as Snapshot, after: new Map() as Snapshot };
  for (const table of wholeRowTables) {
    const [was, is] = [before.get(table), after.get(table)];
    const ids = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])]);
    for (const id of ids) {
      const [then, now] = [was?.get(id), is?.get(id)];
      if (isSameRow(then, now)) continue;
      if (then) remember(changed.before, table, [then]);
      if (now) remember(changed.after, table, [now]);
    }
  }
  return changed;
}

const Stored = z.partialRecord(z.enum(wholeRowTables), z.array(z.looseObject({ id: z.string() })));

/** As it is kept with a merge. */
export function toStored(snapshot: Snapshot): Record<string, WholeRow[]> {
  return Object.fromEntries(tablesOf(snapshot).map((table) => [table, [...(snapshot.get(table)?.values() ?? [])]]));
}

export function fromStored(stored: unknown): Snapshot {
  const snapshot: Snapshot = new Map();
  for (const [table, rows] of Object.entries(Stored.parse(stored))) {
    const known = wholeRowTables.find((name) => name === table);
    if (known) remember(snapshot, known, rows);
  }
  return snapshot;
}
