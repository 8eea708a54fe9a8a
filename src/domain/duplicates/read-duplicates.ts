import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import type { LikenessReason } from '#domain/duplicates/likeness.ts';
import { bothAreVisible } from '#domain/duplicates/policy.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import type { DuplicateStatus } from '#prisma/generated/enums.ts';

export interface DuplicateRow {
  id: string;
  record: MergeableRecord;
  leftId: string;
  rightId: string;
  score: number;
  reasons: LikenessReason[];
  status: DuplicateStatus;
  createdAt: Date;
}

const columns = `d.id, d.record, d.left_id AS "leftId", d.right_id AS "rightId", d.score, d.reasons, d.status,
  d.created_at AS "createdAt"`;

const duplicateById = defineRead<[viewerId: string | null, id: string], DuplicateRow>(
  'duplicate-by-id',
  `SELECT ${columns} FROM duplicates d WHERE d.organization_id = $1 AND d.id = $3::uuid AND ${bothAreVisible('$2')}`,
);

const openDuplicatesOf = defineRead<[viewerId: string | null, record: MergeableRecord, ids: string[]], DuplicateRow>(
  'open-duplicates-of',
  `SELECT ${columns} FROM (
     SELECT * FROM duplicates WHERE organization_id = $1 AND record = $3::"RecordKind" AND left_id = ANY($4::uuid[])
     UNION SELECT * FROM duplicates WHERE organization_id = $1 AND record = $3::"RecordKind" AND right_id = ANY($4::uuid[])
   ) d WHERE d.status = 'open' AND ${bothAreVisible('$2')}
   ORDER BY d.score DESC, d.id LIMIT 20`,
);

/** The suggestion, when the actor may see both its records. */
export async function readDuplicate(ctx: Context, duplicateId: string): Promise<DuplicateRow | null> {
  return (await ctx.read(duplicateById, leadViewer(ctx), duplicateId))[0] ?? null;
}

/** Open suggestions about these records, surest first, of which `viewerId` may see both sides; null sees all. */
export async function readOpenDuplicates(
  ctx: Context,
  record: MergeableRecord,
  ids: readonly string[],
  viewerId: string | null = leadViewer(ctx),
): Promise<DuplicateRow[]> {
  return ctx.read(openDuplicatesOf, viewerId, record, [...ids]);
}
