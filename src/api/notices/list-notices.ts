import { listNotices } from '#domain/notices/list-notices.ts';
import { Notice, toNotice } from '#api/notices/views.ts';
import { PageQuery, QueryFlag, answer, defineRoute, pageOf } from '#api/route.ts';

export const listNoticesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/notices',
    operationId: 'listNotices',
    tags: ['Notices'],
    summary: 'Your own notices, newest first',
    request: { query: PageQuery.extend({ isOpen: QueryFlag.optional() }) },
    responses: { 200: answer(pageOf(Notice), 'A page of notices.') },
  },
  async (c) => {
    const page = await listNotices(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toNotice), nextCursor: page.nextCursor }, 200);
  },
);
