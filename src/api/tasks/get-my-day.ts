import { z } from '@hono/zod-openapi';
import { readMyDay } from '#domain/tasks/read-my-day.ts';
import { Task } from '#api/tasks/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const MyDay = z
  .object({
    timeZone: z.string(),
    overdue: z.array(Task).describe('The first twenty, the longest overdue first.'),
    overdueCount: z.number().int(),
    today: z.array(Task),
    todayCount: z.number().int(),
    tomorrowCount: z.number().int(),
    leadsWaiting: z.number().int().describe('Open leads of yours or of nobody that nobody has taken yet.'),
    unanswered: z.number().int().describe('Conversations of yours in which a client waits for an answer.'),
  })
  .openapi('MyDay');

export const getMyDayRoute = defineRoute(
  {
    method: 'get',
    path: '/api/my-day',
    operationId: 'getMyDay',
    tags: ['Tasks'],
    summary: 'What you have before you today',
    responses: { 200: answer(MyDay, 'Your day, by your own clock.') },
  },
  async (c) => c.json(await readMyDay(c.get('ctx')), 200),
  { permission: 'leads.read' },
);
