import { z } from '@hono/zod-openapi';
import { listTasks } from '#domain/tasks/list-tasks.ts';
import { Task, toTask } from '#api/tasks/views.ts';
import { PageQuery, QueryFlag, answer, defineRoute, pageOf } from '#api/route.ts';

const TasksQuery = PageQuery.extend({
  leadId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  companyId: z.uuid().optional(),
  dealId: z.uuid().optional(),
  callId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  mine: QueryFlag.optional(),
  status: z.enum(['all', 'open', 'done', 'overdue']).default('all'),
  dueFrom: z.iso.datetime({ offset: true }).optional(),
  dueBefore: z.iso.datetime({ offset: true }).optional(),
  sort: z.enum(['newest', 'due']).default('newest'),
});

export const listTasksRoute = defineRoute(
  {
    method: 'get',
    path: '/api/tasks',
    operationId: 'listTasks',
    tags: ['Tasks'],
    summary: 'Tasks, newest or soonest first',
    request: { query: TasksQuery },
    responses: { 200: answer(pageOf(Task), 'A page of tasks.') },
  },
  async (c) => {
    const { status, ...query } = c.req.valid('query');
    const page = await listTasks(c.get('ctx'), {
      ...query,
      isOpen: status === 'open',
      isDone: status === 'done',
      overdue: status === 'overdue',
    });
    return c.json({ items: page.items.map(toTask), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'leads.read' },
);
