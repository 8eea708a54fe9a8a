import { CreatePipelineInput, createPipeline } from '#domain/pipelines/create-pipeline.ts';
import { Pipeline, toPipeline } from '#api/pipelines/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createPipelineRoute = defineRoute(
  {
    method: 'post',
    path: '/api/pipelines',
    operationId: 'createPipeline',
    tags: ['Pipelines'],
    summary: 'Create a pipeline',
    request: { body: jsonBody(CreatePipelineInput, { name: 'Сервис' }) },
    responses: { 201: answer(Pipeline, 'The new pipeline.') },
  },
  async (c) => c.json(toPipeline(await createPipeline(c.get('ctx'), c.req.valid('json'))), 201),
  { permission: 'pipelines.write', isIdempotent: true },
);
