import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { pipelineShape } from '#domain/pipelines/pipeline-view.ts';
import type { PipelineView } from '#domain/pipelines/pipeline-view.ts';

export const GetPipelineInput = z.strictObject({ pipelineId: z.uuid() });
export type GetPipelineInput = z.input<typeof GetPipelineInput>;

/** One pipeline with its stages in order. */
export async function getPipeline(ctx: Context, input: GetPipelineInput): Promise<PipelineView> {
  requirePermission(ctx, 'leads.read');
  const { pipelineId } = parseInput(GetPipelineInput, input);
  const pipeline = await ctx.db.pipeline.findFirst({
    where: { id: pipelineId, deletedAt: null },
    select: pipelineShape,
  });
  if (!pipeline) throw notFound('pipeline');
  return pipeline;
}
