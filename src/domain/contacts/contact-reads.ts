import { sha256 } from '#platform/hashing.ts';
import { defineRead } from '#platform/database/read.ts';
import type { Read } from '#platform/database/read.ts';
import { contactIsVisible } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import type { Condition } from '#domain/leads/find-lead-matches.ts';
import { leadViewer } from '#domain/leads/policy.ts';

export const contactSorts = ['newest', 'oldest', 'updated', 'name'] as const;
export type ContactSort = (typeof contactSorts)[number];

/** A contact's place in a list: what its row is sorted by, and its id. */
export interface ContactPlace {
  id: string;
  at: Date;
}

const orders: Record<ContactSort, { column: string; direction: 'ASC' | 'DESC'; at: string; moment: string }> = {
  newest: { column: 'c.created_at', direction: 'DESC', at: '?::timestamptz', moment: 'c.created_at' },
  oldest: { column: 'c.created_at', direction: 'ASC', at: '?::timestamptz', moment: 'c.created_at' },
  updated: { column: 'c.updated_at', direction: 'DESC', at: '?::timestamptz', moment: 'c.updated_at' },
  name: {
    column: 'lower(c.name)',
    direction: 'ASC',
    at: '(SELECT lower(x.name) FROM contacts x WHERE x.organization_id = $1 AND x.id = ?::uuid)',
    // The cursor carries the id only: a name can be longer than a cursor.
    moment: 'to_timestamp(0)',
  },
};

/** The condition for what comes after a place. */
export function afterContact(sort: ContactSort, after: ContactPlace): Condition {
  const { column, direction, at } = orders[sort];
  return {
    key: 'after',
    text: `(${column}, c.id) ${direction === 'ASC' ? '>' : '<'} (${at}, ?::uuid)`,
    values: [sort === 'name' ? after.id : after.at, after.id],
  };
}

/** The places of the actor's contacts that meet the conditions, in the order asked for. */
export async function readContactPlaces(
  ctx: Context,
  query: { sort: ContactSort; conditions: Condition[]; limit: number; offset?: number },
): Promise<ContactPlace[]> {
  const { sort, conditions, limit, offset = 0 } = query;
  const { column, direction, moment } = orders[sort];
  const read = readOf<ContactPlace>(
    ctx,
    `contacts-${sort}`,
    conditions,
    (from) =>
      `SELECT c.id, ${moment} AS at ${from} ORDER BY ${column} ${direction}, c.id ${direction} LIMIT ?::int OFFSET ?::int`,
  );
  return ctx.read(read, leadViewer(ctx), ...conditions.flatMap(({ values }) => values), limit, offset);
}

/** How many of the actor's contacts meet the conditions, counted up to `most`. */
export async function countContactRows(ctx: Context, conditions: Condition[], most: number): Promise<number> {
  const read = readOf<{ total: number }>(
    ctx,
    'contact-count',
    conditions,
    (from) => `SELECT count(*)::int AS total FROM (SELECT c.id ${from} LIMIT ?::int) counted`,
  );
  const [row] = await ctx.read(read, leadViewer(ctx), ...conditions.flatMap(({ values }) => values), most);
  return row?.total ?? 0;
}

/** As `contactIsVisible`, asked of each contact by itself: a page needs few, and to collect all visible ones takes long. */
const visibleOneByOne = `(c.owner_id = $2 OR c.owner_id IS NULL OR coalesce((
  SELECT true FROM leads o WHERE o.organization_id = $1 AND o.contact_id = c.id AND o.deleted_at IS NULL
    AND (o.owner_id = $2 OR o.owner_id IS NULL) LIMIT 1), false))`;

const reads = new Map<string, Read<readonly unknown[], never>>();

/** The prepared read of one combination of conditions, with a plan of its own for who sees all. */
function readOf<Row extends object>(
  ctx: Context,
  kind: string,
  conditions: Condition[],
  statement: (from: string) => string,
): Read<readonly unknown[], Row> {
  const seesAll = leadViewer(ctx) === null;
  const full = [kind, seesAll ? 'all' : 'own', ...conditions.map(({ key }) => key)].join('-');
  const contactsName = full.length <= 60 ? full : `${full.slice(0, 40)}-${sha256(full).slice(0, 16)}`;
  const known = reads.get(contactsName);
  if (known) return known;
  let parameter = 2;
  const visible = seesAll ? '$2::uuid IS NULL' : kind === 'contact-count' ? contactIsVisible('$2') : visibleOneByOne;
  const filters = conditions.map(({ text }) => `AND ${text}`).join(' ');
  const from = `FROM contacts c WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND ${visible} ${filters}`;
  const text = statement(from).replaceAll('?', () => `$${(parameter += 1)}`);
  const read = defineRead<readonly unknown[], never>(contactsName, text);
  reads.set(contactsName, read);
  return read;
}

const fewMatches = 1_000;

/** Every contact that a text occurs in, unless there are too many to be worth collecting. */
const matchingContacts = defineRead<[pattern: string, digits: string | null, most: number], { id: string }>(
  'contact-matches',
  `SELECT id FROM (
     (SELECT c.id FROM contacts c WHERE c.organization_id = $1 AND lower(c.name) LIKE $2 LIMIT $4)
     UNION
     (SELECT c.id FROM contacts c
      WHERE c.organization_id = $1 AND (lower(c.company_name) LIKE $2 OR lower(c.telegram_username) LIKE $2) LIMIT $4)
     UNION
     (SELECT e.contact_id FROM contact_emails e WHERE e.organization_id = $1 AND e.email LIKE $2 LIMIT $4)
     UNION
     (SELECT p.contact_id FROM contact_phones p
      WHERE $3::text IS NOT NULL AND p.organization_id = $1 AND p.e164 LIKE $3 LIMIT $4)
   ) matches LIMIT $4`,
);

/** The condition for contacts that a searched text occurs in: by the matches themselves while they are few. */
export async function contactMatches(ctx: Context, search: string): Promise<Condition> {
  const text = search
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/[\\%_]/g, '\\$&');
  const digits = search.replace(/\D/g, '').replace(/^8(?=\d{10}$)/, '7');
  const pattern = `%${text}%`;
  const phone = digits.length >= 3 && !/\p{L}/u.test(search) ? `%${digits}%` : null;
  const rows = await ctx.read(matchingContacts, pattern, phone, fewMatches + 1);
  if (rows.length <= fewMatches)
    return { key: 'matches', text: 'c.id = ANY(?::uuid[])', values: [rows.map(({ id }) => id)] };
  const hasPhone = `OR EXISTS (SELECT 1 FROM contact_phones p WHERE p.organization_id = $1 AND p.contact_id = c.id AND p.e164 LIKE ?)`;
  return {
    key: phone === null ? 'search' : 'digits',
    text: `(lower(c.name) LIKE ? OR lower(c.company_name) LIKE ? OR lower(c.telegram_username) LIKE ?
      OR EXISTS (SELECT 1 FROM contact_emails e WHERE e.organization_id = $1 AND e.contact_id = c.id AND e.email LIKE ?)
      ${phone === null ? '' : hasPhone})`,
    values: [pattern, pattern, pattern, pattern, ...(phone === null ? [] : [phone])],
  };
}
