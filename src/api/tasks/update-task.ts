import { UpdateTaskInput, updateTask } from '#domain/tasks/update-task.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Task, toTask } from '#api/tasks/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateTaskRoute = defineRoute(
  {
    method: 'put',
    path: '/api/tasks/{id}',
    operationId: 'updateTask',
    tags: ['Tasks'],
    summary: 'Change a task, or give it to somebody else',
    description: 'Only the fields that are sent change. Another date begins its reminders anew.',
    request: {
      params: IdParams,
      body: jsonBody(UpdateTaskInput.omit({ taskId: true }), { title: 'Отправить договор', dueOn: '2030-03-01' }),
    },
    responses: { 200: answer(Task, 'The task as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const task = await updateTask(c.get('ctx'), {
      ...c.req.valid('json'),
      taskId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(task.version));
    return c.json(toTask(task), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
