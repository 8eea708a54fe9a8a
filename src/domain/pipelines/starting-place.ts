import { invalidInput } from '#domain/parse-input.ts';
import { createDefaultPipeline } from '#domain/pipelines/create-default-pipeline.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { StageModel } from '#prisma/generated/models/Stage.ts';

/** Where something new starts: the given stage, or the first open one of the given or default pipeline. */
export async function startingPlace(
  tx: Transaction,
  pipelineId: string | null,
  stageId: string | null,
): Promise<StageModel> {
  if (stageId !== null) {
    const stage = await tx.db.stage.findFirst({
      where: { id: stageId, deletedAt: null, ...(pipelineId === null ? {} : { pipelineId }) },
    });
    if (!stage) throw invalidInput([{ field: 'stageId', problem: 'there is no such stage in this pipeline' }]);
    return stage;
  }
  const chosen = pipelineId ?? (await createDefaultPipeline(tx));
  const stage = await tx.db.stage.findFirst({
    where: { pipelineId: chosen, kind: 'open', deletedAt: null, pipeline: { deletedAt: null } },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
  if (!stage) throw invalidInput([{ field: 'pipelineId', problem: 'there is no such pipeline' }]);
  return stage;
}
