import { companyIsVisible } from '#domain/companies/policy.ts';
import { contactIsVisible } from '#domain/contacts/policy.ts';
import { dealIsVisible } from '#domain/deals/policy.ts';
import { leadIsVisible } from '#domain/leads/policy.ts';
import { defineRead } from '#platform/database/read.ts';
import type { ReadBounds } from '#platform/database/database.ts';
import type { FoundRow } from '#domain/search/search-result.ts';

/** The parameters of every read by words, after the organization. */
export type WordValues = [
  viewerId: string | null,
  text: string,
  limit: number,
  /** Where the newest texts begin by their ids, which begin with their moment; then where the next older ones do. */
  newestFromId: string | null,
  recentFromId: string | null,
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
const bounds: ReadBounds = {
  withinMs: 1_500,
  settings: { jit: 'off', max_parallel_workers_per_gather: '0', plan_cache_mode: 'force_custom_plan' },
};

const marked = (text: string) =>
  `ts_headline('russian', translate(${text}, E'\\x02\\x03', ''), ${query}, E'HighlightAll=true, StartSel=\\x02, StopSel=\\x03')`;

/**
 * Texts with the searched words, as three sets: of the newest, of the recent, of all; the next one is asked only when those
 * before were not enough for the page. A word that every text has is thus looked for in few texts, and a word that hardly
 * any text has finds few. The range of ids and the index of words are joined by their bitmaps.
 */
function newestFirst(table: string, alias: string, columns: string, among: string, enough: string): string {
  const present = table === 'transcript_segments' ? '' : ` AND ${alias}.deleted_at IS NULL`;
  const matches = `${alias}.organization_id = $1${present} AND to_tsvector('russian', ${alias}.text) @@ ${query}`;
  const within = (list: string) => `(${list}::uuid[] IS NULL OR ${alias}.${among} = ANY(${list}))`;
  const rows = (name: string, where: string) =>
    `${name} AS MATERIALIZED (SELECT ${alias}.id, ${columns} FROM ${table} ${alias} WHERE ${matches} AND ${where} LIMIT ${mostCollected})`;
  return [
    rows('newest', `${alias}.id >= coalesce($5::uuid, '00000000-0000-0000-0000-000000000000') AND ${within('$7')}`),
    rows(
      'recent',
      `$5::uuid IS NOT NULL AND (SELECT count(${enough}) FROM newest) < $4 AND ${alias}.id < $5
       AND ${alias}.id >= coalesce($6::uuid, '00000000-0000-0000-0000-000000000000')`,
    ),
    rows(
      'rest',
      `($6::uuid IS NOT NULL OR $8::uuid[] IS NOT NULL) AND (SELECT count(${enough}) FROM newest) + (SELECT count(${enough}) FROM recent) < $4
       AND ($6::uuid IS NULL OR ${alias}.id < $6) AND ${within('$8')}`,
    ),
    'hits AS (SELECT * FROM newest UNION ALL SELECT * FROM recent UNION ALL SELECT * FROM rest)',
  ].join(', ');
}

const given = `given AS (SELECT $1::uuid, $2::uuid, $3::text, $4::int, $5::uuid, $6::uuid, $7::uuid[], $8::uuid[], $9::float8, $10::timestamptz, $11::uuid)`;
const isAfter = (at: string, id: string) =>
  `($9::float8 IS NULL OR (${wordsScore}::float8, ${at}, ${id}) < ($9, $10::timestamptz, $11::uuid))`;
const found = `${wordsScore}::float8 AS score, NULL::text AS field, NULL::text AS "fieldText"`;

const define = (kind: string, text: string) =>
  defineRead<readonly unknown[], FoundRow>(`search-${kind}`, `WITH ${given}, ${text}`, bounds);

/** One result a call, with two of its lines at most. */
const calls = define(
  'calls',
  `${newestFirst('transcript_segments', 's', 's.call_id, s.position, s.text', 'call_id', 'DISTINCT call_id')},
   spoken AS (SELECT call_id, array_agg(text ORDER BY position) AS lines FROM hits GROUP BY call_id)
   SELECT page.*, ARRAY(SELECT ${marked('line')} FROM unnest(lines[1:2]) AS line) AS quotes FROM (
     SELECT call.id, ${found}, coalesce(call.started_at, call.created_at) AS at, h.lines,
       coalesce(l.name, p.name, call.client_name, call.phone, '') AS title, coalesce(m.name, call.manager_name) AS subtitle,
       call.lead_id AS "leadId", call.contact_id AS "contactId", NULL::uuid AS "companyId", NULL::uuid AS "dealId", NULL::uuid AS "conversationId"
     FROM spoken h
     JOIN calls call ON call.organization_id = $1 AND call.id = h.call_id AND call.deleted_at IS NULL
     LEFT JOIN leads l ON l.organization_id = $1 AND l.id = call.lead_id
     LEFT JOIN contacts p ON p.organization_id = $1 AND p.id = call.contact_id
     LEFT JOIN users m ON m.organization_id = $1 AND m.id = call.manager_id
     WHERE ($2::uuid IS NULL OR call.manager_id = $2 OR l.owner_id = $2)
       AND ${isAfter('coalesce(call.started_at, call.created_at)', 'call.id')}
     ORDER BY at DESC, call.id DESC LIMIT $4) page
   ORDER BY at DESC, id DESC`,
);

const messages = define(
  'messages',
  `${newestFirst('messages', 'm', 'm.conversation_id, m.text, m.sent_at', 'conversation_id', '*')}
   SELECT page.*, ARRAY[${marked('body')}] AS quotes FROM (
     SELECT h.id, ${found}, h.sent_at AS at, h.text AS body, p.name AS title, u.name AS subtitle,
       v.lead_id AS "leadId", v.contact_id AS "contactId", NULL::uuid AS "companyId", NULL::uuid AS "dealId", v.id AS "conversationId"
     FROM hits h
     JOIN conversations v ON v.organization_id = $1 AND v.id = h.conversation_id
     JOIN contacts p ON p.organization_id = $1 AND p.id = v.contact_id
     LEFT JOIN users u ON u.organization_id = $1 AND u.id = v.owner_id
     WHERE ($2::uuid IS NULL OR v.owner_id = $2 OR v.owner_id IS NULL) AND ${isAfter('h.sent_at', 'h.id')}
     ORDER BY h.sent_at DESC, h.id DESC LIMIT $4) page
   ORDER BY at DESC, id DESC`,
);

const notes = define(
  'notes',
  `${newestFirst('notes', 'n', 'n.lead_id, n.contact_id, n.company_id, n.deal_id, n.author_id, n.text, n.created_at', 'lead_id', '*')}
   SELECT page.*, ARRAY[${marked('body')}] AS quotes FROM (
     SELECT h.id, ${found}, h.created_at AS at, h.text AS body, coalesce(l.name, d.name, p.name, c.name, '') AS title, u.name AS subtitle,
       l.id AS "leadId", p.id AS "contactId", c.id AS "companyId", d.id AS "dealId", NULL::uuid AS "conversationId"
     FROM hits h
     LEFT JOIN leads l ON l.organization_id = $1 AND l.id = h.lead_id AND l.deleted_at IS NULL AND ${leadIsVisible('$2')}
     LEFT JOIN contacts p ON p.organization_id = $1 AND p.id = h.contact_id AND p.deleted_at IS NULL AND ${contactIsVisible('$2', 'p')}
     LEFT JOIN companies c ON c.organization_id = $1 AND c.id = h.company_id AND c.deleted_at IS NULL AND ${companyIsVisible('$2')}
     LEFT JOIN deals d ON d.organization_id = $1 AND d.id = h.deal_id AND d.deleted_at IS NULL AND ${dealIsVisible('$2')}
     LEFT JOIN users u ON u.organization_id = $1 AND u.id = h.author_id
     WHERE num_nonnulls(l.id, p.id, c.id, d.id) > 0 AND ${isAfter('h.created_at', 'h.id')}
     ORDER BY h.created_at DESC, h.id DESC LIMIT $4) page
   ORDER BY at DESC, id DESC`,
);

/** The reads of what was said and written. */
export const wordReads = { call: calls, message: messages, note: notes };

/** The newest calls of a viewer who does not see all, as many as a search looks through. */
export const ownCalls = defineRead<[viewerId: string], { id: string }>(
  'search-own-calls',
  `SELECT id FROM (
     (SELECT call.id, call.created_at FROM calls call
      WHERE call.organization_id = $1 AND call.manager_id = $2 AND call.deleted_at IS NULL ORDER BY call.created_at DESC LIMIT 2000)
     UNION
     (SELECT call.id, call.created_at FROM leads l JOIN calls call ON call.organization_id = $1 AND call.lead_id = l.id AND call.deleted_at IS NULL
      WHERE l.organization_id = $1 AND l.owner_id = $2 ORDER BY call.created_at DESC LIMIT 2000)
   ) own ORDER BY created_at DESC LIMIT 2000`,
);

/** The same of conversations. */
export const ownConversations = defineRead<[viewerId: string], { id: string }>(
  'search-own-conversations',
  `SELECT id FROM (
     (SELECT v.id, v.last_message_at FROM conversations v
      WHERE v.organization_id = $1 AND v.owner_id = $2 ORDER BY v.last_message_at DESC LIMIT 2000)
     UNION ALL
     (SELECT v.id, v.last_message_at FROM conversations v
      WHERE v.organization_id = $1 AND v.owner_id IS NULL ORDER BY v.last_message_at DESC LIMIT 2000)
   ) own ORDER BY last_message_at DESC LIMIT 2000`,
);
