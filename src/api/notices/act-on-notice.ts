import { actOnNotice } from '#domain/notices/settle-notices.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const actOnNoticeRoute = defineRoute(
  {
    method: 'post',
    path: '/api/notices/{id}/done',
    operationId: 'actOnNotice',
    tags: ['Notices'],
    summary: 'Say that a notice of yours led to an act',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'It counts as done.') },
  },
  async (c) => {
    await actOnNotice(c.get('ctx'), { noticeId: c.req.valid('param').id });
    return c.json({ message: 'It counts as done.' }, 200);
  },
  { errors: ['not_found'] },
);
