import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { pipelineShape } from '#domain/pipelines/pipeline-view.ts';
import type { PipelineView } from '#domain/pipelines/pipeline-view.ts';
import { StageName, lockPipeline } from '#domain/pipelines/stage-order.ts';
import { CloseReasons } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';

export const UpdatePipelineInput = z.strictObject({
  pipelineId: z.uuid(),
  name: StageName.optional(),
  position: z.int().min(0).max(1_000).optional(),
  wonReasons: CloseReasons.optional(),
  lostReasons: CloseReasons.optional(),
  /** New leads start in the default pipeline; there is always exactly one. */
  isDefault: z.literal(true).optional(),
});
export type UpdatePipelineInput = z.input<typeof UpdatePipelineInput>;

/** Renames or reorders a pipeline, or makes it the default one. */
export async function updatePipeline(ctx: Context, input: UpdatePipelineInput): Promise<PipelineView> {
  requirePermission(ctx, 'pipelines.write');
  const { pipelineId, isDefault, ...data } = parseInput(UpdatePipelineInput, input);
  return inTransaction(ctx, async (tx) => {
    // The organization's row orders parallel changes of which pipeline is the default one.
    if (isDefault) await tx.db.organization.updateMany({ data: { updatedAt: ctx.clock.now() } });
    await lockPipeline(tx, pipelineId);
    if (isDefault) {
      await tx.db.pipeline.updateMany({
        where: { isDefault: true, NOT: { id: pipelineId } },
        data: { isDefault: false },
      });
      await tx.db.pipeline.updateMany({ where: { id: pipelineId }, data: { isDefault: true } });
    }
    await tx.db.pipeline.updateMany({ where: { id: pipelineId }, data: onlyGiven(data) });
    tx.audit({
      action: 'pipeline.updated',
      subjectType: 'pipeline',
      subjectId: pipelineId,
      data: onlyGiven({ ...data, isDefault }),
    });
    tx.event('pipeline.changed', pipelineId, {});
    return tx.db.pipeline.findFirstOrThrow({ where: { id: pipelineId }, select: pipelineShape });
  });
}
