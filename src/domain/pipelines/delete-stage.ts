import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { lockPipeline, requireOpenStage } from '#domain/pipelines/stage-order.ts';
import { requireNothingInStage } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteStageInput = z.strictObject({ stageId: z.uuid() });
export type DeleteStageInput = z.input<typeof DeleteStageInput>;

/** Removes a stage in which no lead or deal stands and that is not the pipeline's last open one; else `stage.inUse`. */
export async function deleteStage(ctx: Context, input: DeleteStageInput): Promise<void> {
  requirePermission(ctx, 'pipelines.write');
  const { stageId } = parseInput(DeleteStageInput, input);
  await inTransaction(ctx, async (tx) => {
    const stage = await tx.db.stage.findFirst({ where: { id: stageId, deletedAt: null } });
    if (!stage) throw notFound('stage');
    await lockPipeline(tx, stage.pipelineId);
    await requireNothingInStage(tx, stageId);
    await tx.db.stage.updateMany({ where: { id: stageId }, data: { deletedAt: ctx.clock.now() } });
    await requireOpenStage(tx, stage.pipelineId);
    tx.audit({ action: 'stage.deleted', subjectType: 'stage', subjectId: stageId, data: { name: stage.name } });
    tx.event('pipeline.changed', stage.pipelineId, {});
  });
}
