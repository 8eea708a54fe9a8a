import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { findLikenesses } from '#domain/duplicates/find-likenesses.ts';
import { mergeableRecords } from '#domain/duplicates/policy.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import { suggestPairs } from '#domain/duplicates/suggest-pairs.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const ScanDuplicatesInput = z.strictObject({
  record: z.enum(mergeableRecords),
  /** The last record that was looked at; null starts with the first. */
  afterId: z.uuid().nullable().default(null),
  limit: z.int().min(1).max(1000).default(200),
});
export type ScanDuplicatesInput = z.input<typeof ScanDuplicatesInput>;

export interface ScannedBatch {
  scanned: number;
  /** Suggestions that were not known before. */
  found: number;
  /** Where the next batch goes on; null when all is done. */
  nextAfterId: string | null;
}

/**
 * Looks at one batch of the organization's records for ones that may be the same, in the order of their ids, and asks for
 * the next batch: an interrupted scan goes on where it was.
 */
export async function scanDuplicates(ctx: Context, input: ScanDuplicatesInput): Promise<ScannedBatch> {
  requirePermission(ctx, 'settings.write');
  const { record, afterId, limit } = parseInput(ScanDuplicatesInput, input);
  const ids = await nextIds(ctx, record, afterId, limit);
  const pairs = ids.length === 0 ? [] : await findLikenesses(ctx, record, ids);
  const nextAfterId = ids.length < limit ? null : (ids.at(-1) ?? null);
  const found = await inTransaction(ctx, async (tx) => {
    if (nextAfterId !== null) tx.event('duplicate.scanAsked', ctx.organizationId, { record, afterId: nextAfterId });
    return pairs.length === 0 ? 0 : suggestPairs(tx, record, pairs, { tellCards: false });
  });
  return { scanned: ids.length, found, nextAfterId };
}

export const StartDuplicateScanInput = z.strictObject({ record: z.enum(mergeableRecords) });
export type StartDuplicateScanInput = z.input<typeof StartDuplicateScanInput>;

/** Has all records of a kind looked at in the background. */
export async function startDuplicateScan(ctx: Context, input: StartDuplicateScanInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const { record } = parseInput(StartDuplicateScanInput, input);
  await inTransaction(ctx, async (tx) => {
    tx.audit({
      action: 'duplicate.scanAsked',
      subjectType: 'organization',
      subjectId: ctx.organizationId,
      data: { record },
    });
    tx.event('duplicate.scanAsked', ctx.organizationId, { record, afterId: null });
  });
}

async function nextIds(ctx: Context, record: MergeableRecord, afterId: string | null, take: number): Promise<string[]> {
  const query = {
    where: { deletedAt: null, ...(afterId === null ? {} : { id: { gt: afterId } }) },
    select: { id: true },
    orderBy: { id: 'asc' },
    take,
  } as const;
  const rows =
    record === 'contact'
      ? await ctx.db.contact.findMany(query)
      : record === 'company'
        ? await ctx.db.company.findMany(query)
        : await ctx.db.lead.findMany(query);
  return rows.map(({ id }) => id);
}
