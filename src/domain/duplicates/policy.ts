import { requireCompany } from '#domain/companies/policy.ts';
import { companyIsVisible } from '#domain/companies/policy.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { TenantDb } from '#platform/database/tenant.ts';

/** Kinds of records that may be the same as another and be merged with it. */
export const mergeableRecords = ['contact', 'company', 'lead'] as const;
export type MergeableRecord = (typeof mergeableRecords)[number];

/** Refuses who may not read, or not write, records of this kind. */
export function requireRecordPermission(ctx: Context, record: MergeableRecord, what: 'read' | 'write'): void {
  requirePermission(ctx, record === 'lead' ? `leads.${what}` : `contacts.${what}`);
}

/** Refuses with `<record>.notFound` unless the record is there and the actor's to see. */
export async function requireRecord(ctx: Context, db: TenantDb, record: MergeableRecord, id: string): Promise<void> {
  if (record === 'contact') await requireContact(ctx, db, id);
  else if (record === 'company') await requireCompany(ctx, db, id);
  else await requireLead(ctx, db, id);
}

/** For prepared reads: both records of the duplicate `d` are there, and visible to the viewer in this parameter. */
export function bothAreVisible(viewer: string): string {
  const owned = (row: string) => `${viewer}::uuid IS NULL OR ${row}.owner_id = ${viewer} OR ${row}.owner_id IS NULL`;
  const both = (table: string, row: string, condition: string) => `(
    SELECT count(*) FROM ${table} ${row} WHERE ${row}.organization_id = $1 AND ${row}.id IN (d.left_id, d.right_id)
      AND ${row}.deleted_at IS NULL AND (${condition})) = 2`;
  return `CASE d.record
    WHEN 'lead' THEN ${both('leads', 'l', owned('l'))}
    WHEN 'contact' THEN ${both(
      'contacts',
      'c',
      `${owned('c')} OR EXISTS (SELECT 1 FROM leads l WHERE l.organization_id = $1 AND l.contact_id = c.id
         AND l.deleted_at IS NULL AND (${owned('l')}))`,
    )}
    WHEN 'company' THEN ${both('companies', 'c', companyIsVisible(viewer))}
    ELSE false END`;
}
