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
  })
  .openapi('ReportChannel');

/** A chat that receives reports. */
export function toReportChannel({ id, chatId, threadId, title, language, personalData }: ReportChannelView) {
  return { id, chatId, threadId, title, language, personalData };
}
