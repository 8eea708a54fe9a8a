import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { pipelineShape } from '#domain/pipelines/pipeline-view.ts';
import type { PipelineView } from '#domain/pipelines/pipeline-view.ts';
import { StageKindInput, StageName } from '#domain/pipelines/stage-order.ts';
import { CloseReasons, StageFields, StuckAfterHours } from '#domain/pipelines/stage-rules.ts';
import { inTransaction } from '#domain/transaction.ts';

export const CreatePipelineInput = z.strictObject({
  name: StageName,
  wonReasons: CloseReasons.optional(),
  lostReasons: CloseReasons.optional(),
  /** In order; without them the pipeline gets the three every pipeline needs. */
  stages: z
    .array(
      z.strictObject({
        name: StageName,
        kind: StageKindInput.default('open'),
        requiredFields: StageFields.optional(),
        stuckAfterHours: StuckAfterHours.optional(),
      }),
    )
    .min(1)
    .max(50)
    .optional(),
});
export type CreatePipelineInput = z.input<typeof CreatePipelineInput>;

/** Adds a pipeline with its stages; at least one of them must be open. */
export async function createPipeline(ctx: Context, input: CreatePipelineInput): Promise<PipelineView> {
  requirePermission(ctx, 'pipelines.write');
  const data = parseInput(CreatePipelineInput, input);
  return inTransaction(ctx, async (tx) => {
    const { language } = await tx.db.organization.findFirstOrThrow({ select: { language: true } });
    const names = language === 'ru' ? ['Новый', 'Успех', 'Отказ'] : ['New', 'Won', 'Lost'];
    const stages: z.output<typeof CreatePipelineInput>['stages'] & {} =
      data.stages ?? (['open', 'won', 'lost'] as const).map((kind, place) => ({ name: names[place] ?? kind, kind }));
    if (!stages.some((stage) => stage.kind === 'open'))
      throw invalidInput([{ field: 'stages', problem: 'at least one stage must be open' }]);
    const position = await tx.db.pipeline.count({ where: { deletedAt: null } });
    const pipelineId = newId();
    await tx.db.pipeline.create({
      data: {
        id: pipelineId,
        name: data.name,
        position,
        ...onlyGiven({ wonReasons: data.wonReasons, lostReasons: data.lostReasons }),
      },
    });
    await tx.db.stage.createMany({
      data: stages.map((stage, place) => ({
        id: newId(),
        pipelineId,
        name: stage.name,
        kind: stage.kind,
        position: place,
        requiredFields: stage.requiredFields ?? [],
        stuckAfterHours: stage.stuckAfterHours ?? null,
      })),
    });
    tx.audit({ action: 'pipeline.created', subjectType: 'pipeline', subjectId: pipelineId, data: { name: data.name } });
    tx.event('pipeline.changed', pipelineId, {});
    return tx.db.pipeline.findFirstOrThrow({ where: { id: pipelineId }, select: pipelineShape });
  });
}
