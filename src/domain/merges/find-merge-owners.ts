import type { Context } from '#domain/context.ts';
import { readMergeView } from '#domain/merges/merge-view.ts';

/** Who is told of a merge: whoever owned one of the two, except the one who made it. Nobody new once it was undone. */
export async function findMergeOwners(ctx: Context, mergeId: string): Promise<string[]> {
  const merge = await readMergeView(ctx, mergeId);
  if (merge.undoneAt !== null) return [];
  const owners = [merge.survivor.ownerId, merge.merged.ownerId].filter((id) => id !== null);
  return [...new Set(owners)].filter((id) => id !== merge.mergedBy?.id);
}
