import { requireUser } from '#domain/permissions.ts';
import { getUser } from '#domain/users/get-user.ts';
import { User, toUser } from '#api/users/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const getMeRoute = defineRoute(
  {
    method: 'get',
    path: '/api/auth/me',
    operationId: 'getMe',
    tags: ['Auth'],
    summary: 'The signed-in member',
    responses: { 200: answer(User, 'The member.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    return c.json(toUser(await getUser(ctx, { userId: requireUser(ctx).id })), 200);
  },
);
