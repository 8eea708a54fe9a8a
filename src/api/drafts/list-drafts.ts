import { listDrafts } from '#domain/drafts/list-drafts.ts';
import { Draft, toDraft } from '#api/drafts/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listDraftsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/ai/drafts',
    operationId: 'listDrafts',
    tags: ['AI'],
    summary: 'Proposed replies, newest first',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(Draft), 'A page of drafts.') },
  },
  async (c) => {
    const page = await listDrafts(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toDraft), nextCursor: page.nextCursor }, 200);
  },
);
