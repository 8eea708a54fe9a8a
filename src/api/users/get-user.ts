import { getUser } from '#domain/users/get-user.ts';
import { User, toUser } from '#api/users/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getUserRoute = defineRoute(
  {
    method: 'get',
    path: '/api/users/{id}',
    operationId: 'getUser',
    tags: ['Users'],
    summary: 'One member',
    request: { params: IdParams },
    responses: { 200: answer(User, 'The member.') },
  },
  async (c) => c.json(toUser(await getUser(c.get('ctx'), { userId: c.req.valid('param').id })), 200),
  { permission: 'users.read', errors: ['not_found'] },
);
