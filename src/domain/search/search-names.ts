import { companyIsVisible } from '#domain/companies/policy.ts';
import { contactIsVisible } from '#domain/contacts/policy.ts';
import { dealIsVisible } from '#domain/deals/policy.ts';
import { leadIsVisible } from '#domain/leads/policy.ts';
import { defineRead } from '#platform/database/read.ts';
import type { FoundRow } from '#domain/search/search-result.ts';

/** The parameters of every read by name, after the organization. */
export type NameValues = [
  viewerId: string | null,
  /** The whole text in the one spelling of names. */
  folded: string,
  limit: number,
  /** Where the newest records begin, which are looked through first. */
  newestSince: Date | null,
  words: [string | null, string | null, string | null, string | null, string | null],
  /** Words that may be misspelt. */
  likeWords: [string | null, string | null, string | null],
  afterScore: number | null,
  afterAt: Date | null,
  afterId: string | null,
  phone: string | null,
  russianPhone: string | null,
  handle: string | null,
  amountCents: string | null,
  /** A part of a company's name as somebody wrote it down, in small letters. */
  written: string | null,
  taxId: string | null,
];

// Texts that all records of a kind contain must not be collected: the newest that match are enough to rank.
const mostRanked = 200;
const mostCollected = 1_000;
/** Typing errors are looked for only when so few records are called what was typed. */
const fewFound = 5;

const contains = (parameter: string) => `LIKE '%' || ${parameter} || '%'`;

function hasAllWords(column: string): string {
  const others = ['$7', '$8', '$9', '$10'].map((word) => `(${word}::text IS NULL OR ${column} ${contains(word)})`);
  return [`${column} ${contains('$6')}`, ...others].join(' AND ');
}

const isLike = (column: string) =>
  [`$11 <% ${column}`, ...['$12', '$13'].map((word) => `(${word}::text IS NULL OR ${word} <% ${column})`)].join(
    ' AND ',
  );

const likeness = (column: string) =>
  `(0.3 + 0.3 * word_similarity($11, ${column})
    * coalesce(word_similarity($12, ${column}), 1) * coalesce(word_similarity($13, ${column}), 1))::float8`;

/**
 * Records of a table by their names: those called exactly so, then the newest that contain the words, then older ones,
 * and only when that is not much, those whose names are like it. OFFSET 0 keeps the planner from walking down the dates
 * in the hope to meet a rare name soon.
 */
function byName(table: string, alias: string, visible: string): string {
  const name = `${alias}.folded_name`;
  const present = `${alias}.organization_id = $1 AND ${alias}.deleted_at IS NULL`;
  const from = (where: string, bound: string) =>
    `(SELECT ${alias}.id, ${alias}.created_at AS at, ${name} AS folded FROM ${table} ${alias} WHERE ${present} AND ${where} AND ${visible} ${bound})`;
  const ranked = `CASE WHEN starts_with(folded, $3) THEN 0.9
    WHEN position(' ' || $3 IN folded) > 0 THEN 0.8 ELSE 0.7 END::float8 AS score`;
  const isNew = `${alias}.created_at >= coalesce($5::timestamptz, '-infinity')`;
  const isOld = `$5::timestamptz IS NOT NULL AND ${alias}.created_at < $5`;
  const newestOf = (rows: string, score: string) =>
    `SELECT id, at, ${score} FROM ${rows} s ORDER BY at DESC LIMIT ${mostRanked}`;
  return `
  exact AS MATERIALIZED (
    SELECT ${alias}.id, ${alias}.created_at AS at, 1::float8 AS score FROM ${table} ${alias}
    WHERE ${present} AND ${name} = $3 AND ${visible} ORDER BY ${alias}.created_at DESC LIMIT ${mostRanked}),
  newest AS MATERIALIZED (${newestOf(from(`${isNew} AND ${hasAllWords(name)}`, 'OFFSET 0'), ranked)}),
  older AS MATERIALIZED (${newestOf(
    from(`(SELECT count(*) FROM newest) < $4 AND ${isOld} AND ${hasAllWords(name)}`, `LIMIT ${mostCollected}`),
    ranked,
  )}),
  named AS MATERIALIZED (SELECT * FROM exact UNION ALL SELECT * FROM newest UNION ALL SELECT * FROM older),
  like_new AS MATERIALIZED (
    SELECT id, at, ${likeness('folded')} AS score
    FROM ${from(`$11::text IS NOT NULL AND (SELECT count(*) FROM named) < ${fewFound} AND ${isNew} AND ${isLike(name)}`, `LIMIT ${mostCollected}`)} s
    ORDER BY score DESC LIMIT ${mostRanked}),
  like_old AS MATERIALIZED (
    SELECT id, at, ${likeness('folded')} AS score
    FROM ${from(`$11::text IS NOT NULL AND (SELECT count(*) FROM named) + (SELECT count(*) FROM like_new) < ${fewFound} AND ${isOld} AND ${isLike(name)}`, `LIMIT ${mostCollected}`)} s
    ORDER BY score DESC LIMIT ${mostRanked}),
  by_name AS (SELECT id, score, NULL::text AS field, NULL::text AS field_text FROM
    (SELECT * FROM named UNION ALL SELECT * FROM like_new UNION ALL SELECT * FROM like_old) s)`;
}

/** Contacts by a part of their number, address, username or company, with what matched. */
const typedHandle = `replace(trim(both '%' from $19), '\\', '')`;
const reached = `
  reached AS MATERIALIZED (
    SELECT contact_id, score, field, field_text FROM (
      (SELECT p.contact_id, CASE WHEN length(p.e164) <= length($17) THEN 1 ELSE 0.75 END::float8 AS score, 'phone' AS field, p.e164 AS field_text
       FROM contact_phones p WHERE $17::text IS NOT NULL AND p.organization_id = $1
         AND (p.e164 LIKE $17 OR ($18::text IS NOT NULL AND p.e164 LIKE $18)) LIMIT ${mostCollected})
      UNION ALL
      (SELECT e.contact_id, CASE WHEN lower(e.email) = ${typedHandle} THEN 1 ELSE 0.75 END::float8, 'email', e.email
       FROM contact_emails e WHERE $19::text IS NOT NULL AND e.organization_id = $1 AND e.email LIKE $19 LIMIT ${mostCollected})
      UNION ALL
      (SELECT c.id, CASE WHEN lower(c.telegram_username) = ${typedHandle} THEN 1 ELSE 0.75 END::float8, 'telegramUsername', c.telegram_username
       FROM contacts c WHERE $19::text IS NOT NULL AND c.organization_id = $1 AND lower(c.telegram_username) LIKE $19 LIMIT ${mostCollected})
      UNION ALL
      (SELECT c.id, 0.65::float8, 'companyName', c.company_name
       FROM contacts c WHERE c.organization_id = $1 AND lower(c.company_name) LIKE $21 LIMIT ${mostCollected})
    ) s JOIN contacts c ON c.organization_id = $1 AND c.id = s.contact_id AND c.deleted_at IS NULL AND ${contactIsVisible('$2')}
    ORDER BY score DESC, contact_id DESC LIMIT ${mostRanked})`;

/** The best of what was found, after the place that the page before ended at. */
function best(table: string, alias: string, columns: string, joins: string, visible: string, found: string): string {
  return `
  SELECT ${alias}.id, f.score, ${alias}.created_at AS at, f.field, f.field_text AS "fieldText", NULL::text[] AS quotes, ${columns}
  FROM (SELECT DISTINCT ON (id) id, score, field, field_text FROM (${found}) s ORDER BY id, score DESC) f
  JOIN ${table} ${alias} ON ${alias}.organization_id = $1 AND ${alias}.id = f.id ${joins}
  WHERE ${alias}.deleted_at IS NULL AND ${visible}
    AND ($14::float8 IS NULL OR (f.score, ${alias}.created_at, ${alias}.id) < ($14, $15::timestamptz, $16::uuid))
  ORDER BY f.score DESC, ${alias}.created_at DESC, ${alias}.id DESC LIMIT $4`;
}

const related = (ids: Partial<Record<'lead' | 'contact' | 'company' | 'deal' | 'conversation', string>>) =>
  (['lead', 'contact', 'company', 'deal', 'conversation'] as const)
    .map((record) => `${ids[record] ?? 'NULL::uuid'} AS "${record}Id"`)
    .join(', ');

// Every parameter is given a type once, so that a kind may do without some of them.
const given = `given AS (SELECT $1::uuid, $2::uuid, $3::text, $4::int, $5::timestamptz, $6::text, $7::text, $8::text, $9::text, $10::text,
    $11::text, $12::text, $13::text, $14::float8, $15::timestamptz, $16::uuid, $17::text, $18::text, $19::text, $20::bigint, $21::text, $22::text)`;

const define = (kind: string, text: string) =>
  defineRead<readonly unknown[], FoundRow>(`search-${kind}`, `WITH ${given}, ${text}`, {
    withinMs: 1_500,
    settings: { 'pg_trgm.word_similarity_threshold': '0.5', jit: 'off', plan_cache_mode: 'force_custom_plan' },
  });

const leads = define(
  'leads',
  `${byName('leads', 'l', leadIsVisible('$2'))}, ${reached}
   ${best(
     'leads',
     'l',
     `l.name AS title, concat_ws(' · ', st.name, nullif(c.company_name, ''), u.name) AS subtitle, ${related({ lead: 'l.id', contact: 'l.contact_id' })}`,
     `JOIN stages st ON st.organization_id = $1 AND st.id = l.stage_id
      JOIN contacts c ON c.organization_id = $1 AND c.id = l.contact_id
      LEFT JOIN users u ON u.organization_id = $1 AND u.id = l.owner_id`,
     leadIsVisible('$2'),
     `SELECT * FROM by_name UNION ALL
      SELECT l.id, r.score, r.field, r.field_text FROM reached r
      JOIN leads l ON l.organization_id = $1 AND l.contact_id = r.contact_id AND l.deleted_at IS NULL`,
   )}`,
);

const contacts = define(
  'contacts',
  `${byName('contacts', 'c', contactIsVisible('$2'))}, ${reached}
   ${best(
     'contacts',
     'c',
     `c.name AS title, nullif(concat_ws(' · ', nullif(c.company_name, ''), c.position, u.name), '') AS subtitle, ${related({ contact: 'c.id', company: 'c.company_id' })}`,
     'LEFT JOIN users u ON u.organization_id = $1 AND u.id = c.owner_id',
     contactIsVisible('$2'),
     'SELECT * FROM by_name UNION ALL SELECT contact_id, score, field, field_text FROM reached',
   )}`,
);

const companies = define(
  'companies',
  `${byName('companies', 'c', companyIsVisible('$2'))}
   ${best(
     'companies',
     'c',
     `c.name AS title, nullif(concat_ws(' · ', c.domain, c.industry, u.name), '') AS subtitle, ${related({ company: 'c.id' })}`,
     'LEFT JOIN users u ON u.organization_id = $1 AND u.id = c.owner_id',
     companyIsVisible('$2'),
     `SELECT * FROM by_name
      UNION ALL (SELECT c.id, CASE WHEN c.domain = ${typedHandle} THEN 1 ELSE 0.75 END::float8, 'domain', c.domain
        FROM companies c WHERE $19::text IS NOT NULL AND c.organization_id = $1 AND c.deleted_at IS NULL AND c.domain LIKE $19 LIMIT ${mostCollected})
      UNION ALL (SELECT c.id, 1::float8, 'taxId', c.tax_id FROM companies c
        WHERE c.organization_id = $1 AND c.deleted_at IS NULL AND c.tax_id = $22)`,
   )}`,
);

const deals = define(
  'deals',
  `${byName('deals', 'd', dealIsVisible('$2'))}
   ${best(
     'deals',
     'd',
     `d.name AS title, concat_ws(' · ', st.name, (d.amount_cents / 100)::text || ' ' || d.currency, u.name) AS subtitle,
      ${related({ lead: 'd.lead_id', contact: 'd.contact_id', company: 'd.company_id', deal: 'd.id' })}`,
     `JOIN stages st ON st.organization_id = $1 AND st.id = d.stage_id
      LEFT JOIN users u ON u.organization_id = $1 AND u.id = d.owner_id`,
     dealIsVisible('$2'),
     `SELECT * FROM by_name
      UNION ALL (SELECT d.id, 0.95::float8, 'amount', (d.amount_cents / 100)::text FROM deals d
        WHERE d.organization_id = $1 AND d.deleted_at IS NULL AND d.amount_cents = $20::bigint LIMIT ${mostRanked})`,
   )}`,
);

/** The reads of what has a name; visibility is asked inside, of candidates and of what is returned. */
export const nameReads = { lead: leads, contact: contacts, company: companies, deal: deals };
