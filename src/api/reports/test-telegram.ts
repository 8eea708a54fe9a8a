import { z } from '@hono/zod-openapi';
import { testReportChannels } from '#domain/settings/test-report-channels.ts';
import type { ReportChannelTest } from '#domain/settings/test-report-channels.ts';
import { answer, defineRoute } from '#api/route.ts';

const ReportTest = z
  .object({
    ok: z.boolean(),
    message: z.string(),
    channels: z.array(
      z.object({
        channelId: z.string(),
        title: z.string(),
        result: z.enum(['sent', 'refused', 'notConnected', 'waiting', 'failed']),
        message: z.string(),
      }),
    ),
  })
  .openapi('ReportTest');

const sentences: Record<ReportChannelTest['result'], string> = {
  sent: 'The test line is there.',
  refused: 'The bot may not write there any more; make it an administrator again.',
  notConnected: 'No Telegram bot is connected. Connect it in the settings.',
  waiting: 'It is not there yet and is tried on.',
  failed: 'Telegram refused it.',
};

export const testTelegramReportRoute = defineRoute(
  {
    method: 'post',
    path: '/api/reports/test-telegram',
    operationId: 'testTelegramReport',
    tags: ['Analytics'],
    summary: 'Send a test line to every report channel',
    description: 'Answers when all were sent, or after ten seconds, with what became of each.',
    responses: { 200: answer(ReportTest, 'What happened.') },
  },
  async (c) => {
    const tests = await testReportChannels(c.get('ctx'));
    const sent = tests.filter(({ result }) => result === 'sent').length;
    return c.json(
      {
        ok: tests.length > 0 && sent === tests.length,
        message:
          tests.length === 0
            ? 'There is no report channel yet: add the bot to a channel, or send POST /api/report-channels.'
            : `${sent} of ${tests.length} channels got the test line.`,
        channels: tests.map(({ channelId, title, result, error }) => ({
          channelId,
          title,
          result,
          message: error === null ? sentences[result] : `${sentences[result]} ${error}`,
        })),
      },
      200,
    );
  },
  { permission: 'settings.write' },
);
