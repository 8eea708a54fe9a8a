import { z } from '@hono/zod-openapi';
import type { PipelineView, StageView } from '#domain/pipelines/pipeline-view.ts';

export const Stage = z
  .object({ id: z.string(), name: z.string(), kind: z.enum(['open', 'won', 'lost']), position: z.number().int() })
  .openapi('Stage');

export const Pipeline = z
  .object({ id: z.string(), name: z.string(), isDefault: z.boolean(), stages: z.array(Stage) })
  .openapi('Pipeline');

/** A stage as the API shows one. */
export function toStage({ id, name, kind, position }: StageView) {
  return { id, name, kind, position };
}

/** A pipeline with its stages in order. */
export function toPipeline({ id, name, isDefault, stages }: PipelineView) {
  return { id, name, isDefault, stages: stages.map(toStage) };
}
