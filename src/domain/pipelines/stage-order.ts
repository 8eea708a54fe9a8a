import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { notFound } from '#domain/not-found.ts';
import type { Transaction } from '#domain/transaction.ts';

export const StageName = z.string().trim().min(1, 'a name is needed').max(80);
export const StageKindInput = z.enum(['open', 'won', 'lost']);
/** The place among the pipeline's stages, from 0. */
export const StagePosition = z.int().min(0).max(1_000);

/** Locks a pipeline for changes of its stages, so that parallel ones do not mix up the order. Throws when it is not there. */
export async function lockPipeline(tx: Transaction, pipelineId: string): Promise<void> {
  const { count } = await tx.db.pipeline.updateMany({
    where: { id: pipelineId, deletedAt: null },
    data: { updatedAt: tx.ctx.clock.now() },
  });
  if (count === 0) throw notFound('pipeline');
}

/** Puts a stage at a place and numbers all of the pipeline's stages anew; without a place it goes to the end. */
export async function placeStage(
  tx: Transaction,
  pipelineId: string,
  stageId: string,
  position?: number,
): Promise<void> {
  const stages = await tx.db.stage.findMany({
    where: { pipelineId, deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, position: true },
  });
  const others = stages.filter((stage) => stage.id !== stageId).map((stage) => stage.id);
  const order = others.toSpliced(position ?? others.length, 0, stageId);
  const before = new Map(stages.map((stage) => [stage.id, stage.position]));
  for (const [place, id] of order.entries()) {
    if (before.get(id) !== place) await tx.db.stage.updateMany({ where: { id }, data: { position: place } });
  }
}

/** Refuses to leave a pipeline without a stage for leads that are still open. */
export async function requireOpenStage(tx: Transaction, pipelineId: string): Promise<void> {
  const open = await tx.db.stage.count({ where: { pipelineId, kind: 'open', deletedAt: null } });
  if (open === 0)
    throw new AppError('conflict', 'stage.inUse', 'A pipeline needs at least one open stage.', {
      params: { leads: 0 },
    });
}
