import { listUsers } from '#domain/users/list-users.ts';
import { User, toUser } from '#api/users/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listUsersRoute = defineRoute(
  {
    method: 'get',
    path: '/api/users',
    operationId: 'listUsers',
    tags: ['Users'],
    summary: 'Members of the organization',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(User), 'A page of members.') },
  },
  async (c) => {
    const page = await listUsers(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toUser), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'users.read' },
);
