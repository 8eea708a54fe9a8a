import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { StageView } from '#domain/pipelines/pipeline-view.ts';
import {
  StageKindInput,
  StageName,
  StagePosition,
  lockPipeline,
  placeStage,
  requireOpenStage,
} from '#domain/pipelines/stage-order.ts';
import { inTransaction } from '#domain/transaction.ts';

export const UpdateStageInput = z.strictObject({
  stageId: z.uuid(),
  name: StageName.optional(),
  kind: StageKindInput.optional(),
  position: StagePosition.optional(),
});
export type UpdateStageInput = z.input<typeof UpdateStageInput>;

/** Renames or moves a stage; its kind changes only while no lead stands in it, because it decides whether leads are closed. */
export async function updateStage(ctx: Context, input: UpdateStageInput): Promise<StageView> {
  requirePermission(ctx, 'pipelines.write');
  const { stageId, position, ...data } = parseInput(UpdateStageInput, input);
  return inTransaction(ctx, async (tx) => {
    const stage = await tx.db.stage.findFirst({ where: { id: stageId, deletedAt: null } });
    if (!stage) throw notFound('stage');
    await lockPipeline(tx, stage.pipelineId);
    if (data.kind !== undefined && data.kind !== stage.kind) {
      const leads = await tx.db.lead.count({ where: { stageId, deletedAt: null } });
      if (leads > 0)
        throw new AppError('conflict', 'stage.inUse', `This stage has ${leads} leads; move them first.`, {
          params: { leads },
        });
    }
    await tx.db.stage.updateMany({ where: { id: stageId }, data: onlyGiven(data) });
    await requireOpenStage(tx, stage.pipelineId);
    if (position !== undefined) await placeStage(tx, stage.pipelineId, stageId, position);
    tx.audit({
      action: 'stage.updated',
      subjectType: 'stage',
      subjectId: stageId,
      data: onlyGiven({ ...data, position }),
    });
    tx.event('pipeline.changed', stage.pipelineId, {});
    return tx.db.stage.findFirstOrThrow({
      where: { id: stageId },
      select: { id: true, name: true, kind: true, position: true },
    });
  });
}
