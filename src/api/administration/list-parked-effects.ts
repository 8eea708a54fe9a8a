import { z } from '@hono/zod-openapi';
import { listParkedEffects } from '#domain/effects/list-parked-effects.ts';
import { Moment } from '#api/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const ParkedEffect = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(['parked', 'unknown']).describe('`unknown`: it may have been done; a replay looks first.'),
    attempts: z.number().int(),
    error: z.string().nullable(),
    createdAt: Moment,
    finishedAt: Moment.nullable(),
  })
  .openapi('ParkedEffect');

export const listParkedEffectsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/effects',
    operationId: 'listParkedEffects',
    tags: ['Administration'],
    summary: 'Work that could not be done and waits for a person',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(ParkedEffect), 'A page of parked work.') },
  },
  async (c) => c.json(await listParkedEffects(c.get('ctx'), c.req.valid('query')), 200),
  { permission: 'effects.replay' },
);
