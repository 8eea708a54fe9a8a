import { z } from 'zod';
import { invalidInput } from '#domain/parse-input.ts';
import { isId } from '#platform/ids.ts';

/** The place in a list after which the next page starts: the sort moment and the id of the last row shown. */
export interface PagePosition {
  at: Date;
  id: string;
}

/** The fields of every list's input: `limit` rows at most, after `cursor`, which is a text that an earlier page gave. */
export const pageFields = {
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(200).nullish(),
};

/** A position as opaque text. */
export function encodeCursor(position: PagePosition): string {
  return Buffer.from(`${position.at.getTime()}.${position.id}`).toString('base64url');
}

/** The position behind a cursor, null for the first page; refuses texts that no page gave. */
export function decodeCursor(cursor: string | null | undefined): PagePosition | null {
  if (cursor === null || cursor === undefined) return null;
  const [time = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  const atMs = /^\d{1,15}$/.test(time) ? Number(time) : Number.NaN;
  if (rest.length > 0 || !isId(id) || Number.isNaN(atMs)) throw invalidCursor();
  return { at: new Date(atMs), id };
}

/** A page of rows that were read one beyond `limit`, which tells whether there is another. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  position: (row: Row) => PagePosition,
  view: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  };
}

/** The same place as a Prisma condition, for lists sorted by `field` and `id`, both descending. */
export function afterPosition(field: string, cursor: string | null | undefined): object {
  const position = decodeCursor(cursor);
  if (position === null) return {};
  return { OR: [{ [field]: { lt: position.at } }, { [field]: position.at, id: { lt: position.id } }] };
}

function invalidCursor() {
  return invalidInput([{ field: 'cursor', problem: 'this is not a cursor of this list; leave it out to start anew' }]);
}
