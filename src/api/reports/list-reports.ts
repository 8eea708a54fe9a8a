import { z } from '@hono/zod-openapi';
import { exportListNames } from '#domain/exports/export-lists.ts';
import { listReports } from '#domain/settings/list-reports.ts';
import { ReportChannel, toReportChannel } from '#api/report-channels/views.ts';
import { Moment } from '#api/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const Reports = z
  .object({
    channels: z.array(ReportChannel).describe('Chats that receive results, digests and alerts.'),
    digests: z
      .array(
        z.object({
          id: z.string(),
          channelId: z.string(),
          period: z.enum(['day', 'week']),
          slot: z.string().describe('The local day, or the Monday of the week, that it tells of.'),
          sentAt: Moment.nullable(),
          error: z.string().nullable(),
        }),
      )
      .describe('The newest 50 digests.'),
    exports: z.array(z.enum(exportListNames)).describe('Lists that a file can be made of: see `/api/exports`.'),
  })
  .openapi('Reports');

export const listReportsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/reports',
    operationId: 'listReports',
    tags: ['Analytics'],
    summary: 'Where reports go, and the newest ones',
    responses: { 200: answer(Reports, 'The channels and digests.') },
  },
  async (c) => {
    const { channels, digests } = await listReports(c.get('ctx'));
    return c.json({ channels: channels.map(toReportChannel), digests, exports: [...exportListNames] }, 200);
  },
  { permission: 'reports.read' },
);
