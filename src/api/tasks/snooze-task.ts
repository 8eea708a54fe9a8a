import { SnoozeTaskInput, snoozeTask } from '#domain/tasks/snooze-task.ts';
import { versionIfMatch } from '#api/leads/version-tag.ts';
import { Task, toTask } from '#api/tasks/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const snoozeTaskRoute = defineRoute(
  {
    method: 'post',
    path: '/api/tasks/{id}/snooze',
    operationId: 'snoozeTask',
    tags: ['Tasks'],
    summary: 'Put a task off',
    description: 'By an hour, to tomorrow at the same time of its clock, or until a moment.',
    request: { params: IdParams, body: jsonBody(SnoozeTaskInput.omit({ taskId: true }), { to: 'tomorrow' }) },
    responses: { 200: answer(Task, 'The task as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const task = await snoozeTask(c.get('ctx'), {
      ...c.req.valid('json'),
      taskId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    return c.json(toTask(task), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
