import { z } from 'zod';
import { defineRead } from '#platform/database/read.ts';
import { isId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { pageFields } from '#domain/cursor.ts';
import { toDuplicateViews } from '#domain/duplicates/duplicate-view.ts';
import type { DuplicateView } from '#domain/duplicates/duplicate-view.ts';
import { bothAreVisible, mergeableRecords, requireRecordPermission } from '#domain/duplicates/policy.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import { readOpenDuplicates } from '#domain/duplicates/read-duplicates.ts';
import type { DuplicateRow } from '#domain/duplicates/read-duplicates.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';

export const ListDuplicatesInput = z.strictObject({
  ...pageFields,
  record: z.enum(mergeableRecords).optional(),
  /** Only the open suggestions about this record, the surest twenty; needs `record`. */
  recordId: z.uuid().optional(),
  status: z.enum(['open', 'dismissed', 'merged']).default('open'),
});
export type ListDuplicatesInput = z.input<typeof ListDuplicatesInput>;

const duplicatesPage = defineRead<
  [viewerId: string | null, status: string, record: MergeableRecord | null, score: number, id: string, limit: number],
  DuplicateRow
>(
  'duplicates-page',
  `SELECT d.id, d.record, d.left_id AS "leftId", d.right_id AS "rightId", d.score, d.reasons, d.status,
     d.created_at AS "createdAt"
   FROM duplicates d
   WHERE d.organization_id = $1 AND d.status = $3::"DuplicateStatus" AND ($4::text IS NULL OR d.record = $4::"RecordKind")
     AND (d.score < $5::float8 OR (d.score = $5::float8 AND d.id > $6::uuid)) AND ${bothAreVisible('$2')}
   ORDER BY d.score DESC, d.id LIMIT $7::int`,
);

/** Suggestions of which the actor may see both records, surest first. */
export async function listDuplicates(
  ctx: Context,
  input: ListDuplicatesInput = {},
): Promise<{ items: DuplicateView[]; nextCursor: string | null }> {
  const { record, recordId, status, limit, cursor } = parseInput(ListDuplicatesInput, input);
  for (const kind of record ? [record] : mergeableRecords) requireRecordPermission(ctx, kind, 'read');
  if (recordId !== undefined) {
    if (record === undefined) throw invalidInput([{ field: 'record', problem: 'say which kind of record it is' }]);
    return { items: await toDuplicateViews(ctx, await readOpenDuplicates(ctx, record, [recordId])), nextCursor: null };
  }
  const after = decodePlace(cursor);
  const rows = await ctx.read(
    duplicatesPage,
    leadViewer(ctx),
    status,
    record ?? null,
    after.score,
    after.id,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: await toDuplicateViews(ctx, shown),
    nextCursor: rows.length > limit && last ? encodePlace(last) : null,
  };
}

function encodePlace({ score, id }: { score: number; id: string }): string {
  return Buffer.from(`${score}/${id}`).toString('base64url');
}

/** The place behind a cursor; before the first row when there is none. */
function decodePlace(cursor: string | null | undefined): { score: number; id: string } {
  if (cursor === null || cursor === undefined) return { score: 2, id: '00000000-0000-0000-0000-000000000000' };
  const [score = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString('latin1').split('/');
  if (rest.length > 0 || !isId(id) || !/^[01](\.\d{1,17})?$/.test(score))
    throw invalidInput([{ field: 'cursor', problem: 'this is not a cursor of this list; leave it out to start anew' }]);
  return { score: Number(score), id };
}
