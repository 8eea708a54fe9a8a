import { z } from '@hono/zod-openapi';
import { listIncomingTokens } from '#domain/incoming/list-incoming-tokens.ts';
import { Moment } from '#api/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const IncomingToken = z
  .object({ id: z.string(), name: z.string(), revokedAt: Moment.nullable(), createdAt: Moment })
  .openapi('IncomingToken');

export const listIncomingTokensRoute = defineRoute(
  {
    method: 'get',
    path: '/api/incoming-tokens',
    operationId: 'listIncomingTokens',
    tags: ['Settings'],
    summary: 'Addresses that take leads, calls and messages',
    responses: { 200: answer(z.object({ items: z.array(IncomingToken) }), 'All addresses, without their secrets.') },
  },
  async (c) => {
    const tokens = await listIncomingTokens(c.get('ctx'));
    return c.json(
      { items: tokens.map(({ id, name, revokedAt, createdAt }) => ({ id, name, revokedAt, createdAt })) },
      200,
    );
  },
  { permission: 'settings.read' },
);
