import { z } from '@hono/zod-openapi';
import { listReportChannels } from '#domain/settings/list-report-channels.ts';
import { ReportChannel, toReportChannel } from '#api/report-channels/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const listReportChannelsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/report-channels',
    operationId: 'listReportChannels',
    tags: ['Report channels'],
    summary: 'Chats that receive results of calls',
    responses: { 200: answer(z.object({ items: z.array(ReportChannel) }), 'The chats.') },
  },
  async (c) => c.json({ items: (await listReportChannels(c.get('ctx'))).map(toReportChannel) }, 200),
  { permission: 'settings.read' },
);
