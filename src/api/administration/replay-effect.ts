import { replayEffect } from '#domain/effects/replay-effect.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const replayEffectRoute = defineRoute(
  {
    method: 'post',
    path: '/api/effects/{id}/replay',
    operationId: 'replayEffect',
    tags: ['Administration'],
    summary: 'Let parked work run again',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'It runs again.') },
  },
  async (c) => {
    await replayEffect(c.get('ctx'), { effectId: c.req.valid('param').id });
    return c.json({ message: 'The work runs again.' }, 200);
  },
  { permission: 'effects.replay', errors: ['not_found'] },
);
