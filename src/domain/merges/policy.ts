import type { Context } from '#domain/context.ts';
import { requireRecord } from '#domain/duplicates/policy.ts';
import type { MergeView } from '#domain/merges/merge-view.ts';
import { notFound } from '#domain/not-found.ts';
import { AppError } from '#platform/errors.ts';

/** May the actor see this merge? Who made it, who owned one of the two, and whoever sees the survivor. */
export async function requireMerge(ctx: Context, merge: MergeView): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === 'system') return;
  const own = [merge.mergedBy?.id, merge.survivor.ownerId, merge.merged.ownerId];
  if (actor.kind === 'user' && own.includes(actor.id)) return;
  try {
    await requireRecord(ctx, ctx.db, merge.record, merge.survivor.id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw notFound('merge');
    throw error;
  }
}
