import { companyIsVisible } from '#domain/companies/policy.ts';
import { contactIsVisible } from '#domain/contacts/policy.ts';
import { dealIsVisible } from '#domain/deals/policy.ts';
import { leadIsOwnOrFree } from '#domain/leads/policy.ts';
import { defineRead } from '#platform/database/read.ts';
import type { Read } from '#platform/database/read.ts';
import { searchBounds } from '#domain/search/search-bounds.ts';
import { maxWords } from '#domain/search/read-query.ts';
import type { SearchedText } from '#domain/search/read-query.ts';
import type { FoundRow, SearchPlace } from '#domain/search/search-result.ts';

/** What a read by name is asked. */
export interface NameQuestion {
  searched: SearchedText;
  /** Null sees all. */
  viewerId: string | null;
  limit: number;
  after: SearchPlace | null;
  /** Where the newest records begin, which are looked through first; null when all are looked through at once. */
  newestSince: Date | null;
  /** Names that are like the words, instead of those that contain them. */
  isLike: boolean;
}

export type NamedKind = 'lead' | 'contact' | 'company' | 'deal';

// Texts that all records of a kind contain must not be collected: the newest that match are enough to rank.
const mostRanked = 1_000;
const mostReached = 200;
const mostCollected = 1_000;

/** The read for a question and its values. */
export function nameRead(kind: NamedKind, question: NameQuestion): [Read<readonly unknown[], FoundRow>, unknown[]] {
  const { searched, viewerId, limit, after, newestSince, isLike } = question;
  const { foldedWords: words, phone, russianPhone, handle, amountCents, taxId } = searched;
  const like = likeWords(searched);
  const handlePattern = handle === null ? null : `%${handle.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const written = phone === null ? `%${searched.words.join('%').toLowerCase()}%` : null;
  const values: unknown[] = [viewerId, limit, searched.folded];
  // A word that is absent is the first one once more: it excludes nothing.
  for (let at = 0; at < maxWords; at += 1) values.push(`%${words[at] ?? words[0] ?? ''}%`);
  values.push(newestSince ?? beginning, after?.score ?? null, after?.at ?? null, after?.id ?? null);
  values.push(phone, russianPhone, handlePattern, handle, amountCents, taxId, written);
  for (let at = 0; at < 3; at += 1) values.push(like[at] ?? like[0] ?? null);
  const shape: Shape = {
    words: wordSteps.find((step) => step >= words.length) ?? maxWords,
    likeWords: like.length,
    isLike,
    isRestricted: viewerId !== null,
  };
  return [readOf(kind, isLike ? shape : { ...shape, likeWords: 0 }), values];
}

// Each number of words is a plan of its own in every connection's memory.
const wordSteps = [1, 2];
const beginning = new Date(0);

/** The words that may be misspelt: a number is typed as it is meant, and three letters are like too much. */
export function likeWords({ words, foldedWords }: SearchedText): string[] {
  return words.every((word) => /\p{L}/u.test(word)) ? foldedWords.filter((word) => word.length >= 4).slice(0, 3) : [];
}

interface Shape {
  words: number;
  likeWords: number;
  isLike: boolean;
  /** The viewer sees their own and nobody's: those are looked through instead of the newest. */
  isRestricted: boolean;
}

// The parameters by name, all with their types, because no question uses them all.
const types = {
  organization: 'uuid',
  viewer: 'uuid',
  limit: 'int',
  folded: 'text',
  word1: 'text',
  word2: 'text',
  word3: 'text',
  word4: 'text',
  word5: 'text',
  newestSince: 'timestamptz',
  afterScore: 'float8',
  afterAt: 'timestamptz',
  afterId: 'uuid',
  phone: 'text',
  russianPhone: 'text',
  handlePattern: 'text',
  handle: 'text',
  amountCents: 'bigint',
  taxId: 'text',
  written: 'text',
  like1: 'text',
  like2: 'text',
  like3: 'text',
} as const;
const names = Object.keys(types);
const p = Object.fromEntries(names.map((name, at) => [name, `$${at + 1}`])) as Record<keyof typeof types, string>;
const given = `given AS (SELECT ${Object.values(types)
  .map((type, at) => `$${at + 1}::${type}`)
  .join(', ')})`;
const likeParameters = [p.like1, p.like2, p.like3];
const wordParameters = [p.word1, p.word2, p.word3, p.word4, p.word5];

const reads = new Map<string, Read<readonly unknown[], FoundRow>>();

function readOf(kind: NamedKind, shape: Shape): Read<readonly unknown[], FoundRow> {
  const searchName = ['search', kind, ...Object.values(shape).map(Number)].join('-');
  const known = reads.get(searchName);
  if (known) return known;
  const read = defineRead<readonly unknown[], FoundRow>(
    searchName,
    `WITH ${given}, ${textOf[kind](shape)}`,
    searchBounds,
  );
  reads.set(searchName, read);
  return read;
}

/**
 * Records of a table by their names, as the set `by_name`: whoever sees all gets the newest that match, and older ones when
 * those are few. OFFSET 0 keeps the planner from walking down the dates in the hope to meet a rare name soon, and a range
 * with two ends lets it expect few rows of the newest, so that it joins the bitmaps of both indexes.
 */
function byName(table: string, alias: string, visible: string, shape: Shape): string {
  const name = `${alias}.folded_name`;
  const present = `${alias}.organization_id = $1 AND ${alias}.deleted_at IS NULL`;
  const like = likeParameters.slice(0, shape.likeWords);
  const contains = wordParameters.slice(0, shape.words).map((word) => `${name} LIKE ${word}`);
  // What contains all words was found without this.
  const matches = shape.isLike
    ? [...like.map((word) => `${word} <% ${name}`), `NOT (${contains.join(' AND ')})`]
    : contains;
  const likeness = like.map((word) => `word_similarity(${word}, folded)`).join(' * ');
  const score = shape.isLike
    ? `(0.3 + 0.3 * ${likeness})::float8`
    : `CASE WHEN starts_with(folded, ${p.folded}) THEN 0.9 WHEN position(' ' || ${p.folded} IN folded) > 0 THEN 0.8 ELSE 0.7 END::float8`;
  const set = (label: string, where: string[], bound: string) => `
    ${label} AS MATERIALIZED (
      SELECT id, at, ${score} AS score FROM (
        SELECT ${alias}.id, ${alias}.created_at AS at, ${name} AS folded FROM ${table} ${alias}
        WHERE ${[present, ...where, ...matches, visible].join(' AND ')} ${bound}) s
      ORDER BY ${shape.isLike ? 'score' : 'at'} DESC LIMIT ${mostRanked})`;
  const exact = `
    exact AS MATERIALIZED (
      SELECT ${alias}.id, ${alias}.created_at AS at, 1::float8 AS score FROM ${table} ${alias}
      WHERE ${present} AND ${name} = ${p.folded} AND ${visible} ORDER BY ${alias}.created_at DESC LIMIT ${mostRanked})`;
  const newest = `${alias}.created_at >= ${p.newestSince} AND ${alias}.created_at < 'infinity'`;
  const older = [
    `(SELECT count(*) FROM newest WHERE ${isAfter('')}) < ${p.limit}`,
    `${alias}.created_at < ${p.newestSince}`,
  ];
  const sets = shape.isRestricted
    ? [set('newest', [], 'OFFSET 0')]
    : [set('newest', [newest], 'OFFSET 0'), set('older', older, `LIMIT ${mostCollected}`)];
  const parts = ['newest', ...(shape.isRestricted ? [] : ['older']), ...(shape.isLike ? [] : ['exact'])];
  return `${[...sets, ...(shape.isLike ? [] : [exact])].join(',')},
    by_name AS (SELECT id, at, score, NULL::text AS field, NULL::text AS field_text FROM
      (${parts.map((part) => `SELECT * FROM ${part}`).join(' UNION ALL ')}) s)`;
}

/** Contacts by a part of their number, address, username or company, with what matched: the set `reached`. */
function reached(): string {
  const phone = `
    (SELECT n.contact_id, CASE WHEN length(n.e164) <= length(${p.phone}) THEN 1 ELSE 0.75 END::float8 AS score, 'phone' AS field, n.e164 AS field_text
     FROM contact_phones n WHERE ${p.phone}::text IS NOT NULL AND n.organization_id = $1
       AND (n.e164 LIKE ${p.phone} OR n.e164 LIKE ${p.russianPhone}) LIMIT ${mostCollected})`;
  const email = `
    (SELECT e.contact_id, CASE WHEN e.email = ${p.handle} THEN 1 ELSE 0.75 END::float8 AS score, 'email' AS field, e.email AS field_text
     FROM contact_emails e WHERE ${p.handlePattern}::text IS NOT NULL AND e.organization_id = $1 AND e.email LIKE ${p.handlePattern} LIMIT ${mostCollected})`;
  const username = `
    (SELECT c.id AS contact_id, CASE WHEN lower(c.telegram_username) = ${p.handle} THEN 1 ELSE 0.75 END::float8 AS score,
       'telegramUsername' AS field, c.telegram_username AS field_text
     FROM contacts c WHERE ${p.handlePattern}::text IS NOT NULL AND c.organization_id = $1 AND lower(c.telegram_username) LIKE ${p.handlePattern} LIMIT ${mostCollected})`;
  const company = `
    (SELECT c.id AS contact_id, 0.65::float8 AS score, 'companyName' AS field, c.company_name AS field_text
     FROM contacts c WHERE ${p.written}::text IS NOT NULL AND c.organization_id = $1 AND lower(c.company_name) LIKE ${p.written} LIMIT ${mostCollected})`;
  return `
    reached AS MATERIALIZED (
      SELECT s.contact_id, c.created_at AS at, s.score, s.field, s.field_text FROM (${[phone, email, username, company].join(' UNION ALL ')}) s
      JOIN contacts c ON c.organization_id = $1 AND c.id = s.contact_id AND c.deleted_at IS NULL AND ${contactIsVisible(p.viewer)}
      ORDER BY s.score DESC, c.created_at DESC LIMIT ${mostReached})`;
}

interface Shown {
  table: string;
  alias: string;
  columns: string;
  joins: string;
  visible: string;
  /** The sets and what is found in them, as `id, score, field, field_text`. */
  found: string[];
}

const isAfter = (alias: string) =>
  `(${p.afterScore}::float8 IS NULL OR (${alias}score, ${alias}at, ${alias}id) < (${p.afterScore}, ${p.afterAt}, ${p.afterId}))`;

/** The best of what was found, after the place that the page before ended at. */
function best({ table, alias, columns, joins, visible, found }: Shown): string {
  return `
    SELECT ${alias}.id, f.score, f.at, f.field, f.field_text AS "fieldText", NULL::text[] AS quotes, ${columns}
    FROM (
      SELECT * FROM (SELECT DISTINCT ON (id) id, at, score, field, field_text FROM (${found.join(' UNION ALL ')}) s ORDER BY id, score DESC) s
      WHERE ${isAfter('')} ORDER BY score DESC, at DESC, id DESC LIMIT ${p.limit}) f
    JOIN ${table} ${alias} ON ${alias}.organization_id = $1 AND ${alias}.id = f.id ${joins}
    WHERE ${alias}.deleted_at IS NULL AND ${visible}
    ORDER BY f.score DESC, f.at DESC, f.id DESC`;
}

const related = (ids: Partial<Record<'lead' | 'contact' | 'company' | 'deal', string>>) =>
  `${(['lead', 'contact', 'company', 'deal'] as const)
    .map((record) => `${ids[record] ?? 'NULL::uuid'} AS "${record}Id"`)
    .join(', ')}, NULL::uuid AS "conversationId"`;

const ownerOf = (alias: string) => `LEFT JOIN users u ON u.organization_id = $1 AND u.id = ${alias}.owner_id`;

const textOf: Record<NamedKind, (shape: Shape) => string> = {
  lead(shape) {
    const visible = shape.isRestricted ? leadIsOwnOrFree(p.viewer) : 'TRUE';
    const ofReached = `SELECT l.id, l.created_at AS at, r.score, r.field, r.field_text FROM reached r
      JOIN leads l ON l.organization_id = $1 AND l.contact_id = r.contact_id AND l.deleted_at IS NULL AND ${visible}`;
    const shown = best({
      table: 'leads',
      alias: 'l',
      columns: `l.name AS title, concat_ws(' · ', st.name, nullif(c.company_name, ''), u.name) AS subtitle,
          ${related({ lead: 'l.id', contact: 'l.contact_id' })}`,
      joins: `JOIN stages st ON st.organization_id = $1 AND st.id = l.stage_id
          JOIN contacts c ON c.organization_id = $1 AND c.id = l.contact_id ${ownerOf('l')}`,
      visible,
      found: ['SELECT * FROM by_name', ...(shape.isLike ? [] : [ofReached])],
    });
    return [byName('leads', 'l', visible, shape), ...(shape.isLike ? [] : [reached()])].join(',') + shown;
  },
  contact(shape) {
    const visible = contactIsVisible(p.viewer);
    const shown = best({
      table: 'contacts',
      alias: 'c',
      columns: `c.name AS title, nullif(concat_ws(' · ', nullif(c.company_name, ''), c.position, u.name), '') AS subtitle,
          ${related({ contact: 'c.id', company: 'c.company_id' })}`,
      joins: ownerOf('c'),
      visible,
      found: [
        'SELECT * FROM by_name',
        ...(shape.isLike ? [] : ['SELECT contact_id, at, score, field, field_text FROM reached']),
      ],
    });
    return [byName('contacts', 'c', visible, shape), ...(shape.isLike ? [] : [reached()])].join(',') + shown;
  },
  company(shape) {
    const visible = companyIsVisible(p.viewer);
    const present = 'c.organization_id = $1 AND c.deleted_at IS NULL';
    const byDomain = `(SELECT c.id, c.created_at AS at, CASE WHEN c.domain = ${p.handle} THEN 1 ELSE 0.75 END::float8, 'domain', c.domain
      FROM companies c WHERE ${p.handlePattern}::text IS NOT NULL AND ${present} AND c.domain LIKE ${p.handlePattern} AND ${visible} LIMIT ${mostCollected})`;
    const byTaxId = `(SELECT c.id, c.created_at AS at, 1::float8, 'taxId', c.tax_id FROM companies c WHERE ${p.taxId}::text IS NOT NULL AND ${present} AND c.tax_id = ${p.taxId} AND ${visible})`;
    const shown = best({
      table: 'companies',
      alias: 'c',
      columns: `c.name AS title, nullif(concat_ws(' · ', c.domain, c.industry, u.name), '') AS subtitle, ${related({ company: 'c.id' })}`,
      joins: ownerOf('c'),
      visible,
      found: ['SELECT * FROM by_name', ...(!shape.isLike ? [byDomain] : []), ...(!shape.isLike ? [byTaxId] : [])],
    });
    return byName('companies', 'c', visible, shape) + shown;
  },
  deal(shape) {
    const visible = dealIsVisible(p.viewer);
    const byAmount = `(SELECT d.id, d.created_at AS at, 0.95::float8, 'amount', (d.amount_cents / 100)::text FROM deals d
      WHERE ${p.amountCents}::bigint IS NOT NULL AND d.organization_id = $1 AND d.deleted_at IS NULL AND d.amount_cents = ${p.amountCents} AND ${visible} LIMIT ${mostReached})`;
    const shown = best({
      table: 'deals',
      alias: 'd',
      columns: `d.name AS title, concat_ws(' · ', st.name, (d.amount_cents / 100)::text || ' ' || d.currency, u.name) AS subtitle,
          ${related({ lead: 'd.lead_id', contact: 'd.contact_id', company: 'd.company_id', deal: 'd.id' })}`,
      joins: `JOIN stages st ON st.organization_id = $1 AND st.id = d.stage_id ${ownerOf('d')}`,
      visible,
      found: ['SELECT * FROM by_name', ...(!shape.isLike ? [byAmount] : [])],
    });
    return byName('deals', 'd', visible, shape) + shown;
  },
};
