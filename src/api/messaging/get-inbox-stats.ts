import { z } from '@hono/zod-openapi';
import { getInboxStats } from '#domain/conversations/get-inbox-stats.ts';
import { Moment } from '#api/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const InboxStats = z
  .object({
    unreadChats: z.number().int(),
    unreadMessages: z.number().int(),
    waiting: z.number().int().describe('Clients who have no answer yet.'),
    overdue: z.number().int().describe('Of them those who should have had one, in business hours.'),
    unowned: z.number().int().describe('Of them those whom nobody has.'),
    oldestWaitingSince: Moment.nullable(),
  })
  .openapi('InboxStats');

export const getInboxStatsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/messaging/stats',
    operationId: 'getInboxStats',
    tags: ['Messaging'],
    summary: 'How full the own inbox is',
    responses: { 200: answer(InboxStats, 'Counts of the conversations that one sees.') },
  },
  async (c) => c.json(await getInboxStats(c.get('ctx')), 200),
  { permission: 'leads.read' },
);
