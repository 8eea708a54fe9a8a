import { z } from '@hono/zod-openapi';
import { getDashboard } from '#domain/dashboard/get-dashboard.ts';
import { answer, defineRoute } from '#api/route.ts';

const Count = z.number().int().min(0);
const Dashboard = z
  .object({
    leads: z.object({
      open: Count,
      newToday: Count.describe('Since midnight in the organization’s zone.'),
      byStage: z.array(z.object({ stageId: z.string(), name: z.string(), count: Count })),
    }),
    deals: z.object({ open: Count }),
    callRequests: z.object({ pending: Count }),
    conversations: z.object({ waiting: Count }),
    drafts: z.object({ ready: Count }),
    tasks: z.object({ open: Count, overdue: Count }),
  })
  .openapi('Dashboard');

export const getDashboardRoute = defineRoute(
  {
    method: 'get',
    path: '/api/dashboard',
    operationId: 'getDashboard',
    tags: ['Analytics'],
    summary: 'What stands open now among the records that you may see',
    responses: { 200: answer(Dashboard, 'The counts.') },
  },
  async (c) => c.json(await getDashboard(c.get('ctx')), 200),
  { permission: 'leads.read' },
);
