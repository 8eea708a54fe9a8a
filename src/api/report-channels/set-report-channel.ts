import { SetReportChannelInput, setReportChannel } from '#domain/settings/set-report-channel.ts';
import { ReportChannel, toReportChannel } from '#api/report-channels/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const setReportChannelRoute = defineRoute(
  {
    method: 'post',
    path: '/api/report-channels',
    operationId: 'setReportChannel',
    tags: ['Report channels'],
    summary: 'Send results of calls to a chat, or change how',
    description: 'The bot must be a member of the chat, in a channel an administrator.',
    request: {
      body: jsonBody(SetReportChannelInput, {
        chatId: '-1001234567890',
        title: 'Отдел продаж',
        language: 'ru',
        personalData: false,
      }),
    },
    responses: { 201: answer(ReportChannel, 'The chat as it is now.') },
  },
  async (c) => c.json(toReportChannel(await setReportChannel(c.get('ctx'), c.req.valid('json'))), 201),
  { permission: 'settings.write', isIdempotent: true },
);
