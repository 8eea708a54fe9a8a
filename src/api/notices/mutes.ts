import { z } from '@hono/zod-openapi';
import { listMutes, muteNotice, unmute } from '#domain/notices/mutes.ts';
import { Mute, toMute } from '#api/notices/views.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const listMutesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/notices/mutes',
    operationId: 'listMutes',
    tags: ['Notices'],
    summary: 'What you do not want to hear of',
    responses: { 200: answer(z.object({ items: z.array(Mute) }), 'The mutes that hold.') },
  },
  async (c) => c.json({ items: (await listMutes(c.get('ctx'))).map(toMute) }, 200),
);

export const muteNoticeRoute = defineRoute(
  {
    method: 'post',
    path: '/api/notices/{id}/mute',
    operationId: 'muteNotice',
    tags: ['Notices'],
    summary: 'Hear no more of a notice’s kind or record, or for a day of nothing that is not critical',
    request: {
      params: IdParams,
      body: jsonBody(z.strictObject({ what: z.enum(['kind', 'record', 'day']) }), { what: 'kind' }),
    },
    responses: { 200: answer(Mute, 'What is muted.') },
  },
  async (c) =>
    c.json(toMute(await muteNotice(c.get('ctx'), { noticeId: c.req.valid('param').id, ...c.req.valid('json') })), 200),
  { errors: ['not_found'] },
);

export const unmuteRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/notices/mutes/{id}',
    operationId: 'unmute',
    tags: ['Notices'],
    summary: 'Take a mute back',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'You hear of it again.') },
  },
  async (c) => {
    await unmute(c.get('ctx'), { muteId: c.req.valid('param').id });
    return c.json({ message: 'You hear of it again.' }, 200);
  },
  { errors: ['not_found'] },
);
