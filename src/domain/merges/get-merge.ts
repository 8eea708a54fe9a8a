import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireRecordPermission } from '#domain/duplicates/policy.ts';
import { readMergeView } from '#domain/merges/merge-view.ts';
import type { MergeView } from '#domain/merges/merge-view.ts';
import { requireMerge } from '#domain/merges/policy.ts';
import { parseInput } from '#domain/parse-input.ts';

export const GetMergeInput = z.strictObject({ mergeId: z.uuid() });
export type GetMergeInput = z.input<typeof GetMergeInput>;

/** One merge that the actor may see. */
export async function getMerge(ctx: Context, input: GetMergeInput): Promise<MergeView> {
  const { mergeId } = parseInput(GetMergeInput, input);
  const merge = await readMergeView(ctx, mergeId);
  requireRecordPermission(ctx, merge.record, 'read');
  await requireMerge(ctx, merge);
  return merge;
}
