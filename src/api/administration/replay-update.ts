import { z } from '@hono/zod-openapi';
import { replayUpdate } from '#domain/telegram-updates/replay-update.ts';
import { Message } from '#api/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const SeqParams = z.object({
  seq: z
    .string()
    .regex(/^\d{1,18}$/)
    .openapi({ param: { name: 'seq', in: 'path' }, example: '42' }),
});

export const replayUpdateRoute = defineRoute(
  {
    method: 'post',
    path: '/api/telegram-updates/{seq}/replay',
    operationId: 'replayUpdate',
    tags: ['Administration'],
    summary: 'Hand a parked update to its bot again',
    request: { params: SeqParams },
    responses: { 200: answer(Message, 'The bot takes it up in a moment.') },
  },
  async (c) => {
    await replayUpdate(c.get('ctx'), c.req.valid('param'));
    return c.json({ message: 'The bot takes the update up again.' }, 200);
  },
  { permission: 'effects.replay', errors: ['not_found'] },
);
