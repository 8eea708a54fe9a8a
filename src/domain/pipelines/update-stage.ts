import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { stageShape } from '#domain/pipelines/pipeline-view.ts';
import type { StageView } from '#domain/pipelines/pipeline-view.ts';
import {
  StageKindInput,
  StageName,
  StagePosition,
  lockPipeline,
  placeStage,
  requireOpenStage,
} from '#domain/pipelines/stage-order.ts';
import { StageFields, StuckAfterHours, requireNothingInStage } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';

export const UpdateStageInput = z.strictObject({
  stageId: z.uuid(),
  name: StageName.optional(),
  kind: StageKindInput.optional(),
  position: StagePosition.optional(),
  requiredFields: StageFields.optional(),
  stuckAfterHours: StuckAfterHours.optional(),
});
export type UpdateStageInput = z.input<typeof UpdateStageInput>;

/** Renames, moves or sets the rules of a stage; its kind changes only while nothing stands in it, because it decides whether leads are closed. */
export async function updateStage(ctx: Context, input: UpdateStageInput): Promise<StageView> {
  requirePermission(ctx, 'pipelines.write');
  const { stageId, position, ...data } = parseInput(UpdateStageInput, input);
  return inTransaction(ctx, async (tx) => {
    const stage = await tx.db.stage.findFirst({ where: { id: stageId, deletedAt: null } });
    if (!stage) throw notFound('stage');
    await lockPipeline(tx, stage.pipelineId);
    if (data.kind !== undefined && data.kind !== stage.kind) {
      await requireNothingInStage(tx, stageId);
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
      select: stageShape,
    });
  });
}
