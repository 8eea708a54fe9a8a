import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { stageShape } from '#domain/pipelines/pipeline-view.ts';
import type { StageView } from '#domain/pipelines/pipeline-view.ts';
import { StageKindInput, StageName, StagePosition, lockPipeline, placeStage } from '#domain/pipelines/stage-order.ts';
import { StageFields, StuckAfterHours } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';

export const CreateStageInput = z.strictObject({
  pipelineId: z.uuid(),
  name: StageName,
  kind: StageKindInput.default('open'),
  position: StagePosition.optional(),
  requiredFields: StageFields.optional(),
  stuckAfterHours: StuckAfterHours.optional(),
});
export type CreateStageInput = z.input<typeof CreateStageInput>;

/** Adds a stage at a place, or at the end. */
export async function createStage(ctx: Context, input: CreateStageInput): Promise<StageView> {
  requirePermission(ctx, 'pipelines.write');
  const data = parseInput(CreateStageInput, input);
  return inTransaction(ctx, async (tx) => {
    await lockPipeline(tx, data.pipelineId);
    const stageId = newId();
    await tx.db.stage.create({
      data: {
        id: stageId,
        pipelineId: data.pipelineId,
        name: data.name,
        kind: data.kind,
        position: 100_000,
        requiredFields: data.requiredFields ?? [],
        stuckAfterHours: data.stuckAfterHours ?? null,
      },
    });
    await placeStage(tx, data.pipelineId, stageId, data.position);
    tx.audit({
      action: 'stage.created',
      subjectType: 'stage',
      subjectId: stageId,
      data: { pipelineId: data.pipelineId, name: data.name, kind: data.kind },
    });
    tx.event('pipeline.changed', data.pipelineId, {});
    return tx.db.stage.findFirstOrThrow({
      where: { id: stageId },
      select: stageShape,
    });
  });
}
