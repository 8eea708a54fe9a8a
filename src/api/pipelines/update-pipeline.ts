import { UpdatePipelineInput, updatePipeline } from '#domain/pipelines/update-pipeline.ts';
import { Pipeline, toPipeline } from '#api/pipelines/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updatePipelineRoute = defineRoute(
  {
    method: 'put',
    path: '/api/pipelines/{id}',
    operationId: 'updatePipeline',
    tags: ['Pipelines'],
    summary: 'Change a pipeline',
    request: { params: IdParams, body: jsonBody(UpdatePipelineInput.omit({ pipelineId: true }), { name: 'Продажи' }) },
    responses: { 200: answer(Pipeline, 'The pipeline as it is now.') },
  },
  async (c) =>
    c.json(
      toPipeline(await updatePipeline(c.get('ctx'), { ...c.req.valid('json'), pipelineId: c.req.valid('param').id })),
      200,
    ),
  { permission: 'pipelines.write', errors: ['not_found'] },
);
