import { z } from '@hono/zod-openapi';
import { listCallRequests } from '#domain/call-requests/list-call-requests.ts';
import { CallRequest, toCallRequest } from '#api/call-requests/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const CallRequestsQuery = PageQuery.extend({
  status: z.enum(['pending', 'approved', 'rejected', 'expired', 'superseded', 'cancelled']).optional(),
});

export const listCallRequestsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/call-requests',
    operationId: 'listCallRequests',
    tags: ['Call requests'],
    summary: 'Call requests, newest first',
    request: { query: CallRequestsQuery },
    responses: { 200: answer(pageOf(CallRequest), 'A page of call requests.') },
  },
  async (c) => {
    const page = await listCallRequests(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toCallRequest), nextCursor: page.nextCursor }, 200);
  },
);
