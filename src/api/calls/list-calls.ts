import { z } from '@hono/zod-openapi';
import { listCallsOldApi } from '#domain/calls/list-calls-old-api.ts';
import { Call, toCall } from '#api/calls/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const Day = z.iso.date().openapi({ example: '2026-11-20' });

const CallsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  search: z.string().max(200).optional(),
  status: z.enum(['all', 'completed', 'missed', 'in-progress']).default('all'),
  type: z.enum(['all', 'incoming', 'outgoing']).default('all'),
  sentiment: z.enum(['all', 'positive', 'neutral', 'negative']).default('all'),
  manager: z.string().max(120).optional(),
  dateFrom: Day.optional(),
  dateTo: Day.optional(),
  sort: z.enum(['date_desc', 'date_asc', 'duration_desc', 'duration_asc']).default('date_desc'),
});

const CallsPage = z
  .object({ calls: z.array(Call), total: z.number().int(), has_next: z.boolean(), has_prev: z.boolean() })
  .openapi('CallsPage');

export const listCallsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/calls',
    operationId: 'listCalls',
    tags: ['Calls'],
    summary: 'Calls by the parameters of the older analytics API',
    request: { query: CallsQuery },
    responses: { 200: answer(CallsPage, 'A page of calls with the count of all.') },
  },
  async (c) => {
    const query = c.req.valid('query');
    const page = await listCallsOldApi(c.get('ctx'), query);
    const deps = c.get('deps');
    return c.json(
      {
        calls: page.items.map((call) => toCall(call, deps)),
        total: page.total,
        has_next: query.offset + page.items.length < page.total,
        has_prev: query.offset > 0,
      },
      200,
    );
  },
  { permission: 'calls.read' },
);
