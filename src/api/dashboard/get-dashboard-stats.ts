import { z } from '@hono/zod-openapi';
import { getDashboardStats } from '#domain/dashboard/get-dashboard-stats.ts';
import { answer, defineRoute } from '#api/route.ts';

const Count = z.number().int().min(0);
const DashboardStats = z
  .object({
    total_calls: Count,
    today_calls: Count,
    completed_calls: Count,
    missed_calls: Count,
    avg_duration: z.number().describe('Seconds of the average completed call.'),
    avg_sentiment: z.number().min(-1).max(1),
    top_managers: z.array(z.object({ name: z.string(), calls_count: Count, avg_sentiment: z.number().min(-1).max(1) })),
    sentiment_trend: z
      .array(z.object({ date: z.iso.date(), positive: Count, neutral: Count, negative: Count }))
      .describe('The last 30 days in the organization’s zone, today last.'),
  })
  .openapi('DashboardStats');

export const getDashboardStatsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/dashboard/stats',
    operationId: 'getDashboardStats',
    tags: ['Analytics'],
    summary: 'Numbers of calls: everybody’s for who sees all calls, else one’s own',
    responses: { 200: answer(DashboardStats, 'The numbers as they are now.') },
  },
  async (c) => {
    const stats = await getDashboardStats(c.get('ctx'));
    return c.json(
      {
        total_calls: stats.totalCalls,
        today_calls: stats.todayCalls,
        completed_calls: stats.completedCalls,
        missed_calls: stats.missedCalls,
        avg_duration: stats.avgDuration,
        avg_sentiment: stats.avgSentiment,
        top_managers: stats.topManagers.map(({ name, calls, avgSentiment }) => ({
          name,
          calls_count: calls,
          avg_sentiment: avgSentiment,
        })),
        sentiment_trend: stats.sentimentTrend,
      },
      200,
    );
  },
  { permission: 'calls.read' },
);
