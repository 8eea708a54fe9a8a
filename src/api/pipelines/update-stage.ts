import { UpdateStageInput, updateStage } from '#domain/pipelines/update-stage.ts';
import { Stage, toStage } from '#api/pipelines/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateStageRoute = defineRoute(
  {
    method: 'put',
    path: '/api/pipelines/stages/{id}',
    operationId: 'updateStage',
    tags: ['Pipelines'],
    summary: 'Change a stage',
    request: {
      params: IdParams,
      body: jsonBody(UpdateStageInput.omit({ stageId: true }), { name: 'Договор', position: 2 }),
    },
    responses: { 200: answer(Stage, 'The stage as it is now.') },
  },
  async (c) =>
    c.json(toStage(await updateStage(c.get('ctx'), { ...c.req.valid('json'), stageId: c.req.valid('param').id })), 200),
  { permission: 'pipelines.write', errors: ['not_found'] },
);
