import { listDealStageHistory } from '#domain/deals/list-deal-stage-history.ts';
import { StageMove } from '#api/pipelines/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listDealStageHistoryRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/deals/{id}/stage-history',
    operationId: 'listDealStageHistory',
    tags: ['Deals'],
    summary: 'Moves of a deal, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(StageMove), 'A page of moves.') },
  },
  async (c) =>
    c.json(await listDealStageHistory(c.get('ctx'), { ...c.req.valid('query'), dealId: c.req.valid('param').id }), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);
