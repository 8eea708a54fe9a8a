import type { Context } from '#domain/context.ts';
import { requirePermission } from '#domain/permissions.ts';
import { pipelineShape } from '#domain/pipelines/pipeline-view.ts';
import type { PipelineView } from '#domain/pipelines/pipeline-view.ts';

/** All pipelines with their stages, the default one first. */
export async function listPipelines(ctx: Context): Promise<PipelineView[]> {
  requirePermission(ctx, 'leads.read');
  return ctx.db.pipeline.findMany({
    where: { deletedAt: null },
    orderBy: [{ isDefault: 'desc' }, { position: 'asc' }, { id: 'asc' }],
    select: pipelineShape,
  });
}
