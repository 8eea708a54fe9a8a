import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { pipelineShape } from '#domain/pipelines/pipeline-view.ts';
import type { StageView } from '#domain/pipelines/pipeline-view.ts';

export const ListStagesInput = z.strictObject({ pipelineId: z.uuid() });
export type ListStagesInput = z.input<typeof ListStagesInput>;

/** One pipeline's stages in order. */
export async function listStages(ctx: Context, input: ListStagesInput): Promise<StageView[]> {
  requirePermission(ctx, 'leads.read');
  const { pipelineId } = parseInput(ListStagesInput, input);
  const pipeline = await ctx.db.pipeline.findFirst({
    where: { id: pipelineId, deletedAt: null },
    select: pipelineShape,
  });
  if (!pipeline) throw notFound('pipeline');
  return pipeline.stages;
}
