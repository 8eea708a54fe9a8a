import { deletePipeline } from '#domain/pipelines/delete-pipeline.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deletePipelineRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/pipelines/{id}',
    operationId: 'deletePipeline',
    tags: ['Pipelines'],
    summary: 'Delete a pipeline that has no leads',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    await deletePipeline(c.get('ctx'), { pipelineId: c.req.valid('param').id });
    return c.json({ message: 'The pipeline is deleted.' }, 200);
  },
  { permission: 'pipelines.write', errors: ['not_found', 'conflict'] },
);
