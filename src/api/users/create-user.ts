import { CreateUserInput, createUser } from '#domain/users/create-user.ts';
import { User, toUser } from '#api/users/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createUserRoute = defineRoute(
  {
    method: 'post',
    path: '/api/users',
    operationId: 'createUser',
    tags: ['Users'],
    summary: 'Add a member',
    request: {
      body: jsonBody(CreateUserInput, {
        name: 'Oleg Smirnov',
        email: 'oleg@example.com',
        role: 'manager',
        permissions: ['calls.approve'],
      }),
    },
    responses: { 201: answer(User, 'The new member.') },
  },
  async (c) => c.json(toUser(await createUser(c.get('ctx'), c.req.valid('json'))), 201),
  { permission: 'users.write', errors: ['conflict'], isIdempotent: true },
);
