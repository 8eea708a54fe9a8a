import { z } from '@hono/zod-openapi';
import { listParkedUpdates } from '#domain/telegram-updates/list-parked-updates.ts';
import { Moment } from '#api/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const ParkedUpdate = z
  .object({
    seq: z.string(),
    botId: z.string(),
    updateId: z.string(),
    kind: z.string().openapi({ example: 'callback_query' }),
    attempts: z.number().int(),
    error: z.string().nullable(),
    receivedAt: Moment,
    parkedAt: Moment,
  })
  .openapi('ParkedUpdate');

export const listParkedUpdatesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/telegram-updates',
    operationId: 'listParkedUpdates',
    tags: ['Administration'],
    summary: 'What came from Telegram and could not be handled',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(ParkedUpdate), 'A page of parked updates, without what was written in them.') },
  },
  async (c) => c.json(await listParkedUpdates(c.get('ctx'), c.req.valid('query')), 200),
  { permission: 'effects.replay' },
);
