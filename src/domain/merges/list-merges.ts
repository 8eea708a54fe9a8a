import { z } from 'zod';
import { companyIsVisible } from '#domain/companies/policy.ts';
import type { Context } from '#domain/context.ts';
import { decodeCursor, pageFields, toPage } from '#domain/cursor.ts';
import { requireRecordPermission } from '#domain/duplicates/policy.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { toMergeViews } from '#domain/merges/merge-view.ts';
import type { MergeView } from '#domain/merges/merge-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { defineRead } from '#platform/database/read.ts';

export const ListMergesInput = z.strictObject(pageFields);
export type ListMergesInput = z.input<typeof ListMergesInput>;

const owned = (row: string) => `$2::uuid IS NULL OR ${row}.owner_id = $2 OR ${row}.owner_id IS NULL`;

const mergesPage = defineRead<
  [viewerId: string | null, at: Date | null, id: string | null, limit: number],
  { id: string; mergedAt: Date }
>(
  'merges-page',
  `SELECT m.id, m.merged_at AS "mergedAt" FROM merges m
   WHERE m.organization_id = $1 AND ($3::timestamptz IS NULL OR (m.merged_at, m.id) < ($3::timestamptz, $4::uuid))
     AND ($2::uuid IS NULL OR m.merged_by_id = $2 OR CASE m.record
       WHEN 'lead' THEN EXISTS (SELECT 1 FROM leads l WHERE l.organization_id = $1 AND l.id = m.survivor_id
         AND l.deleted_at IS NULL AND (${owned('l')}))
       WHEN 'contact' THEN EXISTS (SELECT 1 FROM contacts c WHERE c.organization_id = $1 AND c.id = m.survivor_id
         AND c.deleted_at IS NULL AND (${owned('c')} OR EXISTS (SELECT 1 FROM leads l WHERE l.organization_id = $1
           AND l.contact_id = c.id AND l.deleted_at IS NULL AND (${owned('l')}))))
       ELSE EXISTS (SELECT 1 FROM companies c WHERE c.organization_id = $1 AND c.id = m.survivor_id
         AND c.deleted_at IS NULL AND ${companyIsVisible('$2')}) END)
   ORDER BY m.merged_at DESC, m.id DESC LIMIT $5::int`,
);

/** Merges that the actor made or whose surviving record they may see, newest first. */
export async function listMerges(
  ctx: Context,
  input: ListMergesInput = {},
): Promise<{ items: MergeView[]; nextCursor: string | null }> {
  requireRecordPermission(ctx, 'contact', 'read');
  requireRecordPermission(ctx, 'lead', 'read');
  const { limit, cursor } = parseInput(ListMergesInput, input);
  const after = decodeCursor(cursor);
  const found = await ctx.read(mergesPage, leadViewer(ctx), after?.at ?? null, after?.id ?? null, limit + 1);
  const page = toPage(
    found,
    limit,
    ({ mergedAt, id }) => ({ at: mergedAt, id }),
    ({ id }) => id,
  );
  const rows = await ctx.db.merge.findMany({
    where: { id: { in: page.items } },
    orderBy: [{ mergedAt: 'desc' }, { id: 'desc' }],
  });
  return { items: await toMergeViews(ctx, rows), nextCursor: page.nextCursor };
}
