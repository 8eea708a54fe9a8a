import { CreateTaskInput, createTask } from '#domain/tasks/create-task.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { Task, toTask } from '#api/tasks/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createTaskRoute = defineRoute(
  {
    method: 'post',
    path: '/api/tasks',
    operationId: 'createTask',
    tags: ['Tasks'],
    summary: 'Create a task',
    description: 'Due at a moment (`dueAt`) or on a day of its owner (`dueOn`), about one record or none.',
    request: {
      body: jsonBody(CreateTaskInput, {
        title: 'Отправить предложение',
        leadId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        dueAt: '2030-03-01T10:00:00+03:00',
      }),
    },
    responses: { 201: answer(Task, 'The new task.') },
  },
  async (c) => {
    const task = await createTask(c.get('ctx'), c.req.valid('json'));
    c.header('ETag', tagOf(task.version));
    return c.json(toTask(task), 201);
  },
  { permission: 'leads.write', errors: ['not_found'], isIdempotent: true },
);
