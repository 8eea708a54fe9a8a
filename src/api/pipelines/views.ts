import { z } from '@hono/zod-openapi';
import { Moment, Named } from '#api/views.ts';
import type { PipelineView, StageView } from '#domain/pipelines/pipeline-view.ts';

export const Stage = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['open', 'won', 'lost']),
    position: z.number().int(),
    requiredFields: z
      .array(z.string())
      .describe('Filled before something enters the stage: phone, email, companyName, amount or custom.<key>.'),
    stuckAfterHours: z.number().int().nullable().describe('Hours without a move after which something is stuck.'),
  })
  .openapi('Stage');

export const Pipeline = z
  .object({
    id: z.string(),
    name: z.string(),
    isDefault: z.boolean(),
    wonReasons: z.array(z.string()).describe('Offered when something is won; any other reason may be given too.'),
    lostReasons: z.array(z.string()),
    stages: z.array(Stage),
  })
  .openapi('Pipeline');

export const StageMove = z
  .object({
    id: z.string(),
    lead: Named.nullable(),
    deal: Named.nullable(),
    from: Named.nullable(),
    to: Named,
    reason: z.string().nullable(),
    movedById: z.string().nullable(),
    movedAt: Moment,
  })
  .openapi('StageMove');

/** A stage as the API shows one. */
export function toStage({ id, name, kind, position, requiredFields, stuckAfterHours }: StageView) {
  return { id, name, kind, position, requiredFields, stuckAfterHours };
}

/** A pipeline with its stages in order. */
export function toPipeline({ stages, ...pipeline }: PipelineView) {
  return { ...pipeline, stages: stages.map(toStage) };
}
