import { companyIsVisible } from '#domain/companies/policy.ts';
import { contactIsVisible } from '#domain/contacts/policy.ts';
import { dealIsVisible } from '#domain/deals/policy.ts';
import { leadIsVisible } from '#domain/leads/policy.ts';
import { defineRead } from '#platform/database/read.ts';
import { searchBounds } from '#domain/search/search-bounds.ts';
import type { FoundRow } from '#domain/search/search-result.ts';

/** The parameters of every read by words, after the organization. */
export type WordValues = [
  /** Null sees all. */
  viewerId: string | null,
  text: string,
  limit: number,
  /** Where the newest texts begin by their ids, which begin with their moment; then where the next older ones do. */
  newestFromId: string,
  recentFromId: string,
  /** Of whoever does not see all: the newest calls or conversations to look through, and then the others. */
  amongNewest: string[] | null,
  amongOthers: string[] | null,
  afterScore: number | null,
  afterAt: Date | null,
  afterId: string | null,
];

/** What surrounds a found word inside a quote; texts of records cannot contain them. */
export const quoteMarks = { start: '\u0002', stop: '\u0003' } as const;
export const wordsScore = 0.25;

const mostCollected = 3_000;
const query = `websearch_to_tsquery('russian', $3)`;

const marked = (text: string) =>
  `ts_headline('russian', translate(${text}, E'\\x02\\x03', ''), ${query}, E'HighlightAll=true, StartSel=\\x02, StopSel=\\x03')`;

interface Words {
  table: string;
  alias: string;
  columns: string;
  joins?: string;
  /** What must be so of a row beside its words. */
  where?: string;
  /** The column of what a restricted viewer's texts belong to; without it the viewer's are told by `where`. */
  among?: string;
  /** How many of a set come after the page before. */
  countOf: (set: string) => string;
}

/**
 * Texts with the searched words, as three sets: of the newest, of the recent, of all; the next one is asked only when those
 * before were not enough for the page. A word that every text has is thus looked for in few texts, and a word that hardly
 * any text has finds few. The range of ids, or the list of what the viewer sees, and the index of words are joined by their
 * bitmaps.
 */
function newestFirst(
  { table, alias, columns, joins = '', where = 'TRUE', among, countOf }: Words,
  isRestricted: boolean,
) {
  const matches = `${alias}.organization_id = $1 AND to_tsvector('russian', ${alias}.text) @@ ${query} AND ${where}`;
  const rows = (name: string, range: string) =>
    `${name} AS MATERIALIZED (SELECT ${alias}.id, ${columns} FROM ${table} ${alias} ${joins} WHERE ${matches} AND ${range} LIMIT ${mostCollected})`;
  const within = (list: string) => `${alias}.${among ?? 'id'} = ANY(${list}::uuid[])`;
  const sets =
    isRestricted && among
      ? [
          rows('newest', within('$7')),
          rows('rest', `$8::uuid[] IS NOT NULL AND ${countOf('newest')} < $4 AND ${within('$8')}`),
        ]
      : [
          rows('newest', `${alias}.id >= $5 AND ${alias}.id <= '${lastId}'`),
          rows('recent', `${countOf('newest')} < $4 AND ${alias}.id >= $6 AND ${alias}.id < $5`),
          rows('rest', `${countOf('newest')} + ${countOf('recent')} < $4 AND ${alias}.id < $6`),
        ];
  const names = sets.map((set) => set.slice(0, set.indexOf(' ')));
  return `${sets.join(', ')}, hits AS (${names.map((name) => `SELECT * FROM ${name}`).join(' UNION ALL ')})`;
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const given = `given AS (SELECT $1::uuid, $2::uuid, $3::text, $4::int, $5::uuid, $6::uuid, $7::uuid[], $8::uuid[], $9::float8, $10::timestamptz, $11::uuid)`;
const isAfter = (at: string, id: string) =>
  `($9::float8 IS NULL OR (${wordsScore}::float8, ${at}, ${id}) < ($9, $10::timestamptz, $11::uuid))`;
const countAfter = (set: string) => `(SELECT count(*) FROM ${set} WHERE ${isAfter('at', 'id')})`;
const found = `${wordsScore}::float8 AS score, NULL::text AS field, NULL::text AS "fieldText"`;

/** A read for whoever sees all, and one for the others. */
function define(kind: string, text: (isRestricted: boolean) => string) {
  const read = (isRestricted: boolean) =>
    defineRead<readonly unknown[], FoundRow>(
      `search-${kind}-${isRestricted ? 'own' : 'all'}`,
      `WITH ${given}, ${text(isRestricted)}`,
      searchBounds,
    );
  return { all: read(false), own: read(true) };
}

const momentOfCall = 'coalesce(call.started_at, call.created_at)';

/** One result a call, with two of its lines at most. */
const calls = define('calls', (isRestricted) => {
  const words = newestFirst(
    {
      table: 'transcript_segments',
      alias: 's',
      columns: 's.call_id, s.position, s.text',
      among: 'call_id',
      countOf: (set) =>
        `(SELECT count(*) FROM calls call WHERE call.organization_id = $1 AND call.id IN (SELECT call_id FROM ${set}) AND ${isAfter(momentOfCall, 'call.id')})`,
    },
    isRestricted,
  );
  return `${words},
   spoken AS (SELECT call_id, array_agg(text ORDER BY position) AS lines FROM hits GROUP BY call_id)
   SELECT page.*, ARRAY(SELECT ${marked('line')} FROM unnest(lines[1:2]) AS line) AS quotes FROM (
     SELECT call.id, ${found}, ${momentOfCall} AS at, h.lines,
       coalesce(l.name, p.name, call.client_name, call.phone, '') AS title, coalesce(m.name, call.manager_name) AS subtitle,
       call.lead_id AS "leadId", call.contact_id AS "contactId", NULL::uuid AS "companyId", NULL::uuid AS "dealId", NULL::uuid AS "conversationId"
     FROM spoken h
     JOIN calls call ON call.organization_id = $1 AND call.id = h.call_id AND call.deleted_at IS NULL
     LEFT JOIN leads l ON l.organization_id = $1 AND l.id = call.lead_id
     LEFT JOIN contacts p ON p.organization_id = $1 AND p.id = call.contact_id
     LEFT JOIN users m ON m.organization_id = $1 AND m.id = call.manager_id
     WHERE ($2::uuid IS NULL OR call.manager_id = $2 OR l.owner_id = $2) AND ${isAfter(momentOfCall, 'call.id')}
     ORDER BY at DESC, call.id DESC LIMIT $4) page
   ORDER BY at DESC, id DESC`;
});

const messages = define('messages', (isRestricted) => {
  const words = newestFirst(
    {
      table: 'messages',
      alias: 'm',
      columns: 'm.conversation_id, m.text, m.sent_at AS at',
      where: 'm.deleted_at IS NULL',
      among: 'conversation_id',
      countOf: countAfter,
    },
    isRestricted,
  );
  return `${words}
   SELECT page.*, ARRAY[${marked('body')}] AS quotes FROM (
     SELECT h.id, ${found}, h.at, h.text AS body, p.name AS title, u.name AS subtitle,
       v.lead_id AS "leadId", v.contact_id AS "contactId", NULL::uuid AS "companyId", NULL::uuid AS "dealId", v.id AS "conversationId"
     FROM (SELECT * FROM hits WHERE ${isAfter('at', 'id')} ORDER BY at DESC, id DESC LIMIT $4) h
     JOIN conversations v ON v.organization_id = $1 AND v.id = h.conversation_id
     JOIN contacts p ON p.organization_id = $1 AND p.id = v.contact_id
     LEFT JOIN users u ON u.organization_id = $1 AND u.id = v.owner_id
     WHERE $2::uuid IS NULL OR v.owner_id = $2 OR v.owner_id IS NULL) page
   ORDER BY at DESC, id DESC`;
});

const notes = define('notes', (isRestricted) => {
  const words = newestFirst(
    {
      table: 'notes',
      alias: 'n',
      columns: `n.author_id, n.text, n.created_at AS at, coalesce(l.name, d.name, p.name, c.name, '') AS title,
        l.id AS lead_id, p.id AS contact_id, c.id AS company_id, d.id AS deal_id`,
      // Whose note it is says the record that it is about.
      joins: `
        LEFT JOIN leads l ON l.organization_id = $1 AND l.id = n.lead_id AND l.deleted_at IS NULL AND ${leadIsVisible('$2')}
        LEFT JOIN contacts p ON p.organization_id = $1 AND p.id = n.contact_id AND p.deleted_at IS NULL AND ${contactIsVisible('$2', 'p')}
        LEFT JOIN companies c ON c.organization_id = $1 AND c.id = n.company_id AND c.deleted_at IS NULL AND ${companyIsVisible('$2')}
        LEFT JOIN deals d ON d.organization_id = $1 AND d.id = n.deal_id AND d.deleted_at IS NULL AND ${dealIsVisible('$2')}`,
      where: 'n.deleted_at IS NULL AND num_nonnulls(l.id, p.id, c.id, d.id) > 0',
      countOf: countAfter,
    },
    isRestricted,
  );
  return `${words}
   SELECT page.*, ARRAY[${marked('body')}] AS quotes FROM (
     SELECT h.id, ${found}, h.at, h.text AS body, h.title, u.name AS subtitle,
       h.lead_id AS "leadId", h.contact_id AS "contactId", h.company_id AS "companyId", h.deal_id AS "dealId", NULL::uuid AS "conversationId"
     FROM (SELECT * FROM hits WHERE ${isAfter('at', 'id')} ORDER BY at DESC, id DESC LIMIT $4) h
     LEFT JOIN users u ON u.organization_id = $1 AND u.id = h.author_id) page
   ORDER BY at DESC, id DESC`;
});

/** The reads of what was said and written. */
export const wordReads = { call: calls, message: messages, note: notes };
