import { listErasures } from '#domain/erasures/list-erasures.ts';
import { Erasure } from '#api/erasures/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listErasuresRoute = defineRoute(
  {
    method: 'get',
    path: '/api/erasures',
    operationId: 'listErasures',
    tags: ['Import and export'],
    summary: 'Proofs of erasure, newest first',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(Erasure), 'A page of proofs.') },
  },
  async (c) => c.json(await listErasures(c.get('ctx'), c.req.valid('query')), 200),
  { permission: 'data.erase' },
);
