import { z } from '@hono/zod-openapi';
import type { ReportChannelView } from '#domain/settings/report-channel-view.ts';

export const ReportChannel = z
  .object({
    id: z.string(),
    chatId: z.string(),
    threadId: z.number().int().nullable(),
    title: z.string(),
    language: z.enum(['ru', 'en']),
    personalData: z.boolean().describe('Whether names and numbers of clients are shown there.'),
    timeZone: z.string().nullable().describe('IANA; null is the organization’s.'),
    dailyAtMinute: z.number().int().nullable().describe('Minutes after local midnight; null sends none.'),
    weeklyOnDay: z.number().int().nullable().describe('ISO weekday; null sends none.'),
    weeklyAtMinute: z.number().int(),
    alerts: z.array(z.string()).describe('Kinds of alerts that come here.'),
    quietFromMinute: z.number().int().nullable(),
    quietToMinute: z.number().int().nullable(),
    darkCharts: z.boolean(),
  })
  .openapi('ReportChannel');

/** A chat that receives reports; only what is on is shown, so when it was switched off is left out. */
export function toReportChannel({ disabledAt: _off, ...channel }: ReportChannelView) {
  return channel;
}
