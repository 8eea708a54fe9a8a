import { z } from '@hono/zod-openapi';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { Pipeline, toPipeline } from '#api/pipelines/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const listPipelinesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/pipelines',
    operationId: 'listPipelines',
    tags: ['Pipelines'],
    summary: 'Pipelines with their stages',
    responses: { 200: answer(z.object({ items: z.array(Pipeline) }), 'All pipelines.') },
  },
  async (c) => c.json({ items: (await listPipelines(c.get('ctx'))).map(toPipeline) }, 200),
  { permission: 'leads.read' },
);
