import { z } from '@hono/zod-openapi';
import { CreateIncomingTokenInput, createIncomingToken } from '#domain/incoming/create-incoming-token.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const IncomingAddress = z
  .object({ id: z.string(), token: z.string(), url: z.url().describe('Shown once: only its hash is kept.') })
  .openapi('IncomingAddress');

export const createIncomingTokenRoute = defineRoute(
  {
    method: 'post',
    path: '/api/incoming-tokens',
    operationId: 'createIncomingToken',
    tags: ['Settings'],
    summary: 'Make a secret address that takes leads, calls and messages',
    request: { body: jsonBody(CreateIncomingTokenInput, { name: 'Site form' }) },
    responses: { 201: answer(IncomingAddress, 'The address.') },
  },
  async (c) => c.json(await createIncomingToken(c.get('ctx'), c.req.valid('json')), 201),
  { permission: 'settings.write' },
);
