import { getTask } from '#domain/tasks/get-task.ts';
import { isKnown, tagOf } from '#api/leads/version-tag.ts';
import { Task, toTask } from '#api/tasks/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getTaskRoute = defineRoute(
  {
    method: 'get',
    path: '/api/tasks/{id}',
    operationId: 'getTask',
    tags: ['Tasks'],
    summary: 'One task',
    request: { params: IdParams },
    responses: {
      200: answer(Task, 'The task, with its version as ETag.'),
      304: { description: 'The version named in If-None-Match is still the newest.' },
    },
  },
  async (c) => {
    const task = await getTask(c.get('ctx'), { taskId: c.req.valid('param').id });
    c.header('ETag', tagOf(task.version));
    return isKnown(c, task.version) ? c.body(null, 304) : c.json(toTask(task), 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
