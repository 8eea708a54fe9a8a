import { defineWrite } from '#platform/database/write.ts';
import type { Write } from '#platform/database/write.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

/** A part of an import: rows with a number above `after` and up to `to`. */
export type RowRange = [importId: string, after: number, to: number];
/** The same, with who imports. */
export type RowRangeBy = [...RowRange, userId: string | null];

/** What a kind of record needs written, in order, by the statements that create and those that update. */
export interface RecordStatements {
  create: readonly Write<RowRange>[];
  /** Timeline and moves, which name who imported. */
  createTold: readonly Write<RowRangeBy>[];
  update: Write<RowRange>;
  updateAlso: readonly Write<RowRange>[];
  updateTold: readonly Write<RowRangeBy>[];
}

const rows = (verdict: 'new' | 'update') => `
  r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict = '${verdict}'
  AND r.number > $3::int AND r.number <= $4::int`;
/**
 * The records of a range as an array that is read first and once: the records' own index leads to them, however little
 * the planner knows of rows that were only just written.
 */
export const recordsOf = (verdict: 'new' | 'update', id = 'r.record_id') =>
  `ANY (ARRAY(SELECT ${id} FROM import_rows r WHERE ${rows(verdict)}))`;

const ready = (field: string, type = 'text') =>
  type === 'text' ? `r.values->'ready'->>'${field}'` : `(r.values->'ready'->>'${field}')::${type}`;
const custom = `coalesce(r.values->'ready'->'customFields', '{}'::jsonb)`;
/** The new value where the row says one, else the present one. */
const given = (column: string, field: string, type = 'text') =>
  `${column} = coalesce(${ready(field, type)}, t.${column})`;

/** Writes the rows' values into `columns` of new records; every value is an SQL expression over the row `r`. */
const insert = (table: string, columns: Record<string, string>): Write<RowRange> =>
  defineWrite(`
    INSERT INTO ${table} (id, organization_id, import_id, created_at, updated_at, ${Object.keys(columns).join(', ')})
    SELECT r.record_id, $1::uuid, $2::uuid, now(), now(), ${Object.values(columns).join(', ')}
    FROM import_rows r WHERE ${rows('new')}`);

const update = (table: string, assignments: readonly string[]): Write<RowRange> =>
  defineWrite(`
    UPDATE ${table} t SET ${assignments.join(', ')},
      custom_fields = t.custom_fields || ${custom}, version = t.version + 1, updated_at = now()
    FROM import_rows r
    WHERE ${rows('update')} AND t.organization_id = $1::uuid AND t.id = r.record_id AND t.id = ${recordsOf('update')}
      AND t.version = (r.before->>'version')::int AND t.deleted_at IS NULL`);

/** Numbers and addresses of a person that the row names and nobody has yet. */
const identities = (verdict: 'new' | 'update', contactId: string): Write<RowRange>[] => [
  defineWrite(`
    INSERT INTO contact_phones (id, organization_id, contact_id, e164, country, extension)
    SELECT p.id, $1::uuid, ${contactId}, p.e164, p.country, p.extension
    FROM import_rows r, jsonb_to_recordset(r.values->'ready'->'phones') AS p(id uuid, e164 text, country text, extension text)
    WHERE ${rows(verdict)} ON CONFLICT (organization_id, e164) DO NOTHING`),
  defineWrite(`
    INSERT INTO contact_emails (id, organization_id, contact_id, email)
    SELECT m.id, $1::uuid, ${contactId}, m.email
    FROM import_rows r, jsonb_to_recordset(r.values->'ready'->'emails') AS m(id uuid, email text)
    WHERE ${rows(verdict)} ON CONFLICT (organization_id, email) DO NOTHING`),
];

const told = (verdict: 'new' | 'update', kind: string, columns: Record<string, string>): Write<RowRangeBy> =>
  defineWrite(`
    INSERT INTO activities (id, organization_id, kind, actor_kind, actor_id, data, ${Object.keys(columns).join(', ')})
    SELECT gen_random_uuid(), $1::uuid, '${kind}', 'user', $5::uuid,
           jsonb_build_object('importId', $2::text), ${Object.values(columns).join(', ')}
    FROM import_rows r WHERE ${rows(verdict)}`);

const moved = (column: 'lead_id' | 'deal_id'): Write<RowRangeBy> =>
  defineWrite(`
    INSERT INTO stage_moves (id, organization_id, ${column}, to_stage_id, moved_by_id)
    SELECT gen_random_uuid(), $1::uuid, r.record_id, ${ready('stageId', 'uuid')}, $5::uuid
    FROM import_rows r WHERE ${rows('new')}`);

/** Moves of records that an update brought to another stage. */
const movedOn = (column: 'lead_id' | 'deal_id'): Write<RowRangeBy> =>
  defineWrite(`
    INSERT INTO stage_moves (id, organization_id, ${column}, from_stage_id, to_stage_id, moved_by_id)
    SELECT gen_random_uuid(), $1::uuid, r.record_id, (r.before->>'stage_id')::uuid, ${ready('stageId', 'uuid')}, $5::uuid
    FROM import_rows r
    WHERE ${rows('update')} AND ${ready('stageId')} IS NOT NULL AND ${ready('stageId')} <> r.before->>'stage_id'`);

const closing = `CASE WHEN ${ready('stageKind')} IN ('won', 'lost') THEN now() END`;
const movesStage = `${ready('stageId', 'uuid')} IS DISTINCT FROM t.stage_id AND ${ready('stageId')} IS NOT NULL`;
const stageChange = [
  given('pipeline_id', 'pipelineId', 'uuid'),
  given('stage_id', 'stageId', 'uuid'),
  `stage_entered_at = CASE WHEN ${movesStage} THEN now() ELSE t.stage_entered_at END`,
  `closed_at = CASE WHEN ${movesStage} THEN ${closing} ELSE t.closed_at END`,
];

const personColumns = {
  telegram_username: ready('telegramUsername'),
  company_name: ready('companyName'),
  position: ready('position'),
  language: ready('language', '"Language"'),
  country: ready('country'),
};

const contact: RecordStatements = {
  create: [
    insert('contacts', {
      name: ready('name'),
      ...personColumns,
      note: ready('note'),
      owner_id: ready('ownerId', 'uuid'),
      custom_fields: custom,
    }),
    ...identities('new', 'r.record_id'),
  ],
  createTold: [told('new', 'contact.created', { contact_id: 'r.record_id' })],
  update: update('contacts', [
    given('name', 'name'),
    given('telegram_username', 'telegramUsername'),
    given('company_name', 'companyName'),
    given('position', 'position'),
    given('language', 'language', '"Language"'),
    given('note', 'note'),
    given('owner_id', 'ownerId', 'uuid'),
  ]),
  updateAlso: identities('update', 'r.record_id'),
  updateTold: [told('update', 'contact.updated', { contact_id: 'r.record_id' })],
};

const lead: RecordStatements = {
  create: [
    defineWrite(`
      INSERT INTO contacts (id, organization_id, import_id, created_at, updated_at, name, owner_id, ${Object.keys(personColumns).join(', ')})
      SELECT ${ready('contactId', 'uuid')}, $1::uuid, $2::uuid, now(), now(), ${ready('name')}, ${ready('ownerId', 'uuid')},
             ${Object.values(personColumns).join(', ')}
      FROM import_rows r WHERE ${rows('new')} AND r.values->'ready'->'hasNewContact' = 'true'`),
    insert('leads', {
      name: ready('name'),
      contact_id: ready('contactId', 'uuid'),
      pipeline_id: ready('pipelineId', 'uuid'),
      stage_id: ready('stageId', 'uuid'),
      owner_id: ready('ownerId', 'uuid'),
      source: ready('source'),
      note: ready('note'),
      custom_fields: custom,
      external_source: `CASE WHEN ${ready('externalId')} IS NOT NULL THEN 'import' END`,
      external_id: ready('externalId'),
      closed_at: closing,
      // Nobody is told of a thousand old leads: who owns one has it already.
      taken_at: `CASE WHEN ${ready('ownerId')} IS NOT NULL THEN now() END`,
    }),
    ...identities('new', ready('contactId', 'uuid')),
  ],
  createTold: [
    moved('lead_id'),
    told('new', 'lead.created', { lead_id: 'r.record_id', contact_id: ready('contactId', 'uuid') }),
  ],
  update: update('leads', [
    given('name', 'name'),
    given('note', 'note'),
    given('source', 'source'),
    given('owner_id', 'ownerId', 'uuid'),
    ...stageChange,
  ]),
  updateAlso: [],
  updateTold: [movedOn('lead_id'), told('update', 'lead.updated', { lead_id: 'r.record_id' })],
};

const companyFacts = {
  domain: 'domain',
  tax_id: 'taxId',
  phone: 'phone',
  email: 'email',
  website: 'website',
  address: 'address',
  industry: 'industry',
  note: 'note',
};

const company: RecordStatements = {
  create: [
    insert('companies', {
      name: ready('name'),
      ...Object.fromEntries(Object.entries(companyFacts).map(([column, field]) => [column, ready(field)])),
      owner_id: ready('ownerId', 'uuid'),
      custom_fields: custom,
    }),
  ],
  createTold: [told('new', 'company.created', { company_id: 'r.record_id' })],
  update: update('companies', [
    given('name', 'name'),
    ...Object.entries(companyFacts).map(([column, field]) => given(column, field)),
    given('owner_id', 'ownerId', 'uuid'),
  ]),
  updateAlso: [],
  updateTold: [told('update', 'company.updated', { company_id: 'r.record_id' })],
};

const deal: RecordStatements = {
  create: [
    insert('deals', {
      name: ready('name'),
      amount_cents: ready('amountCents', 'bigint'),
      currency: `coalesce(${ready('currency')}, 'RUB')`,
      contact_id: ready('contactId', 'uuid'),
      company_id: ready('companyId', 'uuid'),
      pipeline_id: ready('pipelineId', 'uuid'),
      stage_id: ready('stageId', 'uuid'),
      owner_id: ready('ownerId', 'uuid'),
      source: ready('source'),
      note: ready('note'),
      custom_fields: custom,
      expected_close_on: ready('expectedCloseOn', 'date'),
      closed_at: closing,
    }),
  ],
  createTold: [
    moved('deal_id'),
    told('new', 'deal.created', { deal_id: 'r.record_id', contact_id: ready('contactId', 'uuid') }),
  ],
  update: update('deals', [
    given('name', 'name'),
    given('amount_cents', 'amountCents', 'bigint'),
    given('currency', 'currency'),
    given('contact_id', 'contactId', 'uuid'),
    given('company_id', 'companyId', 'uuid'),
    given('note', 'note'),
    given('owner_id', 'ownerId', 'uuid'),
    given('expected_close_on', 'expectedCloseOn', 'date'),
    ...stageChange,
  ]),
  updateAlso: [],
  updateTold: [movedOn('deal_id'), told('update', 'deal.updated', { deal_id: 'r.record_id' })],
};

export const recordStatements: Record<RecordKind, RecordStatements> = { contact, lead, company, deal };

/** The table of a kind of record. */
export const tableOf = { contact: 'contacts', lead: 'leads', company: 'companies', deal: 'deals' } as const;

/** Rows become conflicts when what they mean was taken or went away after they were looked at. */
export const lateConflicts: Record<RecordKind, readonly Write<[importId: string]>[]> = {
  contact: [
    taken('phone', 'SELECT 1 FROM contact_phones x WHERE x.organization_id = $1::uuid AND x.e164 = ', 'phone'),
    taken('email', 'SELECT 1 FROM contact_emails x WHERE x.organization_id = $1::uuid AND x.email = ', 'email'),
    gone('contacts'),
  ],
  lead: [
    taken(
      'externalId',
      `SELECT 1 FROM leads x WHERE x.organization_id = $1::uuid AND x.external_source = 'import' AND x.external_id = `,
      'externalId',
    ),
    // A person who came in meanwhile is the lead's person now.
    defineWrite(`
      UPDATE import_rows r
      SET values = jsonb_set(jsonb_set(r.values, '{ready,contactId}', to_jsonb(p.contact_id)), '{ready,hasNewContact}', 'false')
      FROM contact_phones p
      WHERE r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict = 'new'
        AND p.organization_id = $1::uuid AND p.e164 = ${ready('phone')}
        AND p.contact_id::text <> ${ready('contactId')}`),
    gone('leads'),
  ],
  company: [
    taken(
      'taxId',
      'SELECT 1 FROM companies x WHERE x.organization_id = $1::uuid AND x.deleted_at IS NULL AND x.tax_id = ',
      'taxId',
    ),
    taken(
      'domain',
      'SELECT 1 FROM companies x WHERE x.organization_id = $1::uuid AND x.deleted_at IS NULL AND x.domain = ',
      'domain',
    ),
    gone('companies'),
  ],
  deal: [gone('deals')],
};

function taken(field: string, exists: string, value: string): Write<[importId: string]> {
  return defineWrite(`
    UPDATE import_rows r
    SET verdict = 'conflict', record_id = NULL,
        reasons = jsonb_build_array(jsonb_build_object('field', '${field}', 'problem', 'a record with this came in meanwhile'))
    WHERE r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict = 'new'
      AND ${ready(value)} IS NOT NULL AND EXISTS (${exists} ${ready(value)})`);
}

function gone(table: string): Write<[importId: string]> {
  return defineWrite(`
    UPDATE import_rows r
    SET verdict = 'conflict', record_id = NULL,
        reasons = jsonb_build_array(jsonb_build_object('field', '', 'problem', 'this record is not there any more'))
    WHERE r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict = 'update'
      AND NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.organization_id = $1::uuid AND t.id = r.record_id AND t.deleted_at IS NULL)`);
}
