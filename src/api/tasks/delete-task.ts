import { deleteTask } from '#domain/tasks/delete-task.ts';
import { versionIfMatch } from '#api/leads/version-tag.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteTaskRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/tasks/{id}',
    operationId: 'deleteTask',
    tags: ['Tasks'],
    summary: 'Delete a task',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    await deleteTask(c.get('ctx'), {
      taskId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    return c.json({ message: 'The task is deleted.' }, 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
