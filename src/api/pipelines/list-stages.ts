import { z } from '@hono/zod-openapi';
import { listStages } from '#domain/pipelines/list-stages.ts';
import { Stage, toStage } from '#api/pipelines/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const listStagesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/pipelines/{id}/stages',
    operationId: 'listStages',
    tags: ['Pipelines'],
    summary: 'Stages of a pipeline in order',
    request: { params: IdParams },
    responses: { 200: answer(z.object({ items: z.array(Stage) }), 'All stages.') },
  },
  async (c) =>
    c.json({ items: (await listStages(c.get('ctx'), { pipelineId: c.req.valid('param').id })).map(toStage) }, 200),
  { permission: 'leads.read', errors: ['not_found'] },
);
