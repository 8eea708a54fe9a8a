import { z } from '@hono/zod-openapi';
import { disableUser } from '#domain/users/disable-user.ts';
import { User, toUser } from '#api/users/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

const DisableQuery = z.object({ handOverToId: z.uuid().optional().describe('Who gets the leads of the leaver.') });

export const disableUserRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/users/{id}',
    operationId: 'disableUser',
    tags: ['Users'],
    summary: 'Disable a member',
    description: 'Members are never deleted: what they did stays theirs. Their tokens stop working within 30 s.',
    request: { params: IdParams, query: DisableQuery },
    responses: { 200: answer(User, 'The disabled member.') },
  },
  async (c) => {
    const { handOverToId } = c.req.valid('query');
    const user = await disableUser(c.get('ctx'), {
      userId: c.req.valid('param').id,
      ...(handOverToId === undefined ? {} : { handOverToId }),
    });
    return c.json(toUser(user), 200);
  },
  { permission: 'users.write', errors: ['not_found', 'conflict'] },
);
