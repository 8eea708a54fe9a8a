import { revokeIncomingToken } from '#domain/incoming/revoke-incoming-token.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const revokeIncomingTokenRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/incoming-tokens/{id}',
    operationId: 'revokeIncomingToken',
    tags: ['Settings'],
    summary: 'Close an address',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Closed.') },
  },
  async (c) => {
    await revokeIncomingToken(c.get('ctx'), { incomingTokenId: c.req.valid('param').id });
    return c.json({ message: 'The address takes nothing in any more.' }, 200);
  },
  { permission: 'settings.write', errors: ['not_found'] },
);
