import { completeTask, reopenTask } from '#domain/tasks/complete-task.ts';
import { Task, toTask } from '#api/tasks/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const completeTaskRoute = defineRoute(
  {
    method: 'post',
    path: '/api/tasks/{id}/complete',
    operationId: 'completeTask',
    tags: ['Tasks'],
    summary: 'Mark a task as done',
    request: { params: IdParams },
    responses: { 200: answer(Task, 'The task as it is now.') },
  },
  async (c) => c.json(toTask(await completeTask(c.get('ctx'), { taskId: c.req.valid('param').id })), 200),
  { permission: 'leads.write', errors: ['not_found'] },
);

export const reopenTaskRoute = defineRoute(
  {
    method: 'post',
    path: '/api/tasks/{id}/reopen',
    operationId: 'reopenTask',
    tags: ['Tasks'],
    summary: 'Take back that a task was done',
    request: { params: IdParams },
    responses: { 200: answer(Task, 'The task as it is now.') },
  },
  async (c) => c.json(toTask(await reopenTask(c.get('ctx'), { taskId: c.req.valid('param').id })), 200),
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
