import { deleteStage } from '#domain/pipelines/delete-stage.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteStageRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/pipelines/stages/{id}',
    operationId: 'deleteStage',
    tags: ['Pipelines'],
    summary: 'Delete a stage that has no leads',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    await deleteStage(c.get('ctx'), { stageId: c.req.valid('param').id });
    return c.json({ message: 'The stage is deleted.' }, 200);
  },
  { permission: 'pipelines.write', errors: ['not_found', 'conflict'] },
);
