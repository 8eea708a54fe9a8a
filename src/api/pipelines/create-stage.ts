import { CreateStageInput, createStage } from '#domain/pipelines/create-stage.ts';
import { Stage, toStage } from '#api/pipelines/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const createStageRoute = defineRoute(
  {
    method: 'post',
    path: '/api/pipelines/{id}/stages',
    operationId: 'createStage',
    tags: ['Pipelines'],
    summary: 'Add a stage',
    request: {
      params: IdParams,
      body: jsonBody(CreateStageInput.omit({ pipelineId: true }), { name: 'Переговоры', kind: 'open' }),
    },
    responses: { 201: answer(Stage, 'The new stage.') },
  },
  async (c) =>
    c.json(
      toStage(await createStage(c.get('ctx'), { ...c.req.valid('json'), pipelineId: c.req.valid('param').id })),
      201,
    ),
  { permission: 'pipelines.write', errors: ['not_found'], isIdempotent: true },
);
