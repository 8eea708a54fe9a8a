import { listMerges } from '#domain/merges/list-merges.ts';
import { Merge } from '#api/merges/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listMergesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/merges',
    operationId: 'listMerges',
    tags: ['Duplicates'],
    summary: 'Merges, newest first',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(Merge), 'A page of merges.') },
  },
  async (c) => c.json(await listMerges(c.get('ctx'), c.req.valid('query')), 200),
  { permission: 'contacts.read' },
);
