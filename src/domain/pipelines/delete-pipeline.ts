import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { lockPipeline } from '#domain/pipelines/stage-order.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeletePipelineInput = z.strictObject({ pipelineId: z.uuid() });
export type DeletePipelineInput = z.input<typeof DeletePipelineInput>;

/** Removes a pipeline that has no leads or deals and is not the default one; else `pipeline.inUse`. */
export async function deletePipeline(ctx: Context, input: DeletePipelineInput): Promise<void> {
  requirePermission(ctx, 'pipelines.write');
  const { pipelineId } = parseInput(DeletePipelineInput, input);
  await inTransaction(ctx, async (tx) => {
    await lockPipeline(tx, pipelineId);
    const pipeline = await tx.db.pipeline.findFirstOrThrow({
      where: { id: pipelineId },
      select: { isDefault: true, name: true },
    });
    const leads = await tx.db.lead.count({ where: { pipelineId, deletedAt: null } });
    const deals = await tx.db.deal.count({ where: { pipelineId, deletedAt: null } });
    if (pipeline.isDefault || leads + deals > 0) {
      const why = pipeline.isDefault ? 'it is the default one' : `it has ${leads} leads and ${deals} deals`;
      throw new AppError('conflict', 'pipeline.inUse', `This pipeline cannot be removed: ${why}.`, {
        params: { leads, deals },
      });
    }
    const deletedAt = ctx.clock.now();
    await tx.db.stage.updateMany({ where: { pipelineId, deletedAt: null }, data: { deletedAt } });
    await tx.db.pipeline.updateMany({ where: { id: pipelineId }, data: { deletedAt } });
    tx.audit({
      action: 'pipeline.deleted',
      subjectType: 'pipeline',
      subjectId: pipelineId,
      data: { name: pipeline.name },
    });
    tx.event('pipeline.changed', pipelineId, {});
  });
}
