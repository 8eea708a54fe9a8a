import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import type { WholeRowTable } from '#platform/database/whole-rows.ts';

/** Where rows say which record they belong to. */
export interface Reference {
  table: WholeRowTable;
  column: string;
}

export const tableOf = { contact: 'contacts', company: 'companies', lead: 'leads' } as const satisfies Record<
  MergeableRecord,
  WholeRowTable
>;

const named = (column: string, tables: readonly WholeRowTable[]): readonly Reference[] =>
  tables.map((table) => ({ table, column }));

/** All history of a record: what hangs on it and moves with a merge. A test compares this with the database's keys. */
export const referencesTo: Record<MergeableRecord, readonly Reference[]> = {
  contact: named('contact_id', [
    'contact_phones',
    'contact_emails',
    'consents',
    'leads',
    'deals',
    'conversations',
    'call_requests',
    'calls',
    'tasks',
    'notes',
    'emails',
    'activities',
  ]),
  company: named('company_id', ['contacts', 'deals', 'tasks', 'notes', 'activities']),
  lead: named('lead_id', [
    'stage_moves',
    'deals',
    'conversations',
    'drafts',
    'call_requests',
    'calls',
    'tasks',
    'notes',
    'emails',
    'activities',
  ]),
};
