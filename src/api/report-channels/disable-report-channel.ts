import { disableReportChannel } from '#domain/settings/disable-report-channel.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const disableReportChannelRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/report-channels/{id}',
    operationId: 'disableReportChannel',
    tags: ['Report channels'],
    summary: 'Send nothing to a chat any more',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Nothing is sent there any more.') },
  },
  async (c) => {
    await disableReportChannel(c.get('ctx'), { reportChannelId: c.req.valid('param').id });
    return c.json({ message: 'Nothing is sent there any more.' }, 200);
  },
  { permission: 'settings.write', errors: ['not_found'] },
);
