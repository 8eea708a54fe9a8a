import { defineWrite } from '#platform/database/write.ts';
import type { Write } from '#platform/database/write.ts';
import type { RowRange } from '#domain/imports/import-statements.ts';
import { recordsOf, tableOf } from '#domain/imports/import-statements.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

const rows = (verdict: 'new' | 'update') => `
  r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict = '${verdict}' AND r.applied_at IS NOT NULL
  AND r.number > $3::int AND r.number <= $4::int`;

/** What hangs on a record of each kind when people worked with it. */
const worked: Record<RecordKind, readonly string[]> = {
  contact: [
    'leads.contact_id',
    'deals.contact_id',
    'calls.contact_id',
    'conversations.contact_id',
    'call_requests.contact_id',
    'tasks.contact_id',
    'notes.contact_id',
    'emails.contact_id',
  ],
  lead: [
    'deals.lead_id',
    'calls.lead_id',
    'conversations.lead_id',
    'call_requests.lead_id',
    'tasks.lead_id',
    'notes.lead_id',
    'emails.lead_id',
    'drafts.lead_id',
  ],
  company: ['contacts.company_id', 'deals.company_id', 'tasks.company_id', 'notes.company_id'],
  deal: ['tasks.deal_id', 'notes.deal_id', 'emails.deal_id'],
};

/** Nothing hangs on the record `t`: set-based, so that each table is read once. */
const untouched = (record: RecordKind) =>
  worked[record]
    .map((place) => {
      const [table, column] = place.split('.');
      return `AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.organization_id = $1::uuid AND x.${column} = t.id)`;
    })
    .join('\n');

/** Takes away the records that nobody touched since, and notes which rows are undone by that. */
const remove = (record: RecordKind): Write<RowRange> =>
  defineWrite(`
    WITH gone AS (
      UPDATE ${tableOf[record]} t SET deleted_at = now(), version = t.version + 1, updated_at = now()
        ${record === 'lead' ? ', external_source = NULL, external_id = NULL' : ''}
      FROM import_rows r
      WHERE ${rows('new')} AND t.organization_id = $1::uuid AND t.id = r.record_id AND t.id = ${recordsOf('new')}
        AND t.version = 1 AND t.deleted_at IS NULL ${untouched(record)}
      RETURNING t.id)
    UPDATE import_rows r SET applied_at = NULL FROM gone WHERE ${rows('new')} AND r.record_id = gone.id`);

const columns: Record<RecordKind, readonly string[]> = {
  contact: ['name', 'telegram_username', 'company_name', 'position', 'language', 'note', 'owner_id', 'custom_fields'],
  lead: [
    ...['name', 'note', 'source', 'owner_id', 'custom_fields'],
    ...['pipeline_id', 'stage_id', 'stage_entered_at', 'closed_at'],
  ],
  company: [
    ...['name', 'domain', 'tax_id', 'phone', 'email', 'website', 'address', 'industry', 'note', 'owner_id'],
    'custom_fields',
  ],
  deal: [
    ...['name', 'amount_cents', 'currency', 'contact_id', 'company_id', 'note', 'owner_id', 'expected_close_on'],
    ...['custom_fields', 'pipeline_id', 'stage_id', 'stage_entered_at', 'closed_at'],
  ],
};

/** Puts back what was changed, in records that nobody changed after the import. */
const restore = (record: RecordKind): Write<RowRange> =>
  defineWrite(`
    WITH back AS (
      UPDATE ${tableOf[record]} t
      SET ${columns[record].map((column) => `${column} = (o.row).${column}`).join(', ')},
          version = t.version + 1, updated_at = now()
      FROM (SELECT r.record_id, jsonb_populate_record(NULL::${tableOf[record]}, r.before) AS row
            FROM import_rows r WHERE ${rows('update')}) o
      WHERE t.organization_id = $1::uuid AND t.id = o.record_id AND t.id = ${recordsOf('update')}
        AND t.version = ((o.row).version) + 1 AND t.deleted_at IS NULL
      RETURNING t.id)
    UPDATE import_rows r SET applied_at = NULL FROM back WHERE ${rows('update')} AND r.record_id = back.id`);

/** Rows that are undone already, for what comes after. */
const undone = (verdict: 'new' | 'update') => rows(verdict).replace('applied_at IS NOT NULL', 'applied_at IS NULL');

const freeIdentities = (
  [
    ['contact_phones', 'phones'],
    ['contact_emails', 'emails'],
  ] as const
).flatMap(([table, field]) =>
  (['new', 'update'] as const).map((verdict): Write<RowRange> =>
    defineWrite(`
        DELETE FROM ${table} p
        USING import_rows r, jsonb_to_recordset(r.values->'ready'->'${field}') AS i(id uuid)
        WHERE ${undone(verdict)} AND p.organization_id = $1::uuid AND p.id = i.id
          AND p.contact_id = ${recordsOf(verdict)}`),
  ),
);

const personOf = `(r.values->'ready'->>'contactId')::uuid`;

/** Takes away the persons that an import of leads made, where nothing hangs on them any more. */
const removePersons: Write<RowRange> = defineWrite(`
  UPDATE contacts t SET deleted_at = now(), version = t.version + 1, updated_at = now()
  FROM import_rows r
  WHERE ${undone('new')} AND r.values->'ready'->'hasNewContact' = 'true'
    AND t.organization_id = $1::uuid AND t.id = ${personOf} AND t.import_id = $2::uuid
    AND t.id = ${recordsOf('new', personOf)} AND t.version = 1 AND t.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM leads x WHERE x.organization_id = $1::uuid AND x.contact_id = t.id AND x.deleted_at IS NULL)
    ${untouched('contact').replace(/^.*FROM leads x.*\n/m, '')}`);

/** Frees the numbers and addresses of the persons that are gone. */
const freePersons = (['contact_phones', 'contact_emails'] as const).map((table): Write<RowRange> =>
  defineWrite(`
      DELETE FROM ${table} p USING import_rows r, contacts t
      WHERE ${undone('new')} AND r.values->'ready'->'hasNewContact' = 'true'
        AND t.organization_id = $1::uuid AND t.id = ${personOf} AND t.id = ${recordsOf('new', personOf)}
        AND t.deleted_at IS NOT NULL AND t.import_id = $2::uuid
        AND p.organization_id = $1::uuid AND p.contact_id = t.id AND p.contact_id = ${recordsOf('new', personOf)}`),
);

export interface UndoStatements {
  remove: Write<RowRange>;
  restore: Write<RowRange>;
  also: readonly Write<RowRange>[];
}

export const undoStatements: Record<RecordKind, UndoStatements> = {
  contact: { remove: remove('contact'), restore: restore('contact'), also: freeIdentities },
  lead: { remove: remove('lead'), restore: restore('lead'), also: [removePersons, ...freePersons] },
  company: { remove: remove('company'), restore: restore('company'), also: [] },
  deal: { remove: remove('deal'), restore: restore('deal'), also: [] },
};
