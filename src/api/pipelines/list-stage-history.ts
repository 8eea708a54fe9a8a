import { listStageHistory } from '#domain/pipelines/list-stage-history.ts';
import { StageMove } from '#api/pipelines/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listStageHistoryRoute = defineRoute(
  {
    method: 'get',
    path: '/api/pipelines/stages/{id}/history',
    operationId: 'listStageHistory',
    tags: ['Pipelines'],
    summary: 'Moves into and out of a stage, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(StageMove), 'A page of moves.') },
  },
  async (c) =>
    c.json(await listStageHistory(c.get('ctx'), { ...c.req.valid('query'), stageId: c.req.valid('param').id }), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);
