import { UpdateUserInput, updateUser } from '#domain/users/update-user.ts';
import { User, toUser } from '#api/users/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateUserRoute = defineRoute(
  {
    method: 'put',
    path: '/api/users/{id}',
    operationId: 'updateUser',
    tags: ['Users'],
    summary: 'Change a member',
    request: {
      params: IdParams,
      body: jsonBody(UpdateUserInput.omit({ userId: true }), { name: 'Oleg Smirnov', onDuty: false }),
    },
    responses: { 200: answer(User, 'The member as it is now.') },
  },
  async (c) =>
    c.json(toUser(await updateUser(c.get('ctx'), { ...c.req.valid('json'), userId: c.req.valid('param').id })), 200),
  { permission: 'users.write', errors: ['not_found', 'conflict', 'stale'] },
);
