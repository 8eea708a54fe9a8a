import { z } from '@hono/zod-openapi';
import { answer, defineRoute } from '#api/route.ts';

const Health = z.object({ status: z.literal('ok'), version: z.string() }).openapi('Health');

export const getHealthRoute = defineRoute(
  {
    method: 'get',
    path: '/api/health',
    operationId: 'getHealth',
    tags: ['Health'],
    summary: 'Whether the process lives',
    responses: { 200: answer(Health, 'It lives.') },
  },
  (c) => c.json({ status: 'ok' as const, version: c.get('deps').config.version }, 200),
  { access: 'public', rate: 'health' },
);
