import { z } from '@hono/zod-openapi';
import { listLeadActivities } from '#domain/activities/list-lead-activities.ts';
import { Moment } from '#api/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const Activity = z
  .object({
    id: z.string(),
    kind: z.string().openapi({ example: 'stage.moved' }),
    actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    data: z.record(z.string(), z.unknown()),
    occurredAt: Moment,
  })
  .openapi('Activity');

export const listLeadActivitiesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads/{id}/activities',
    operationId: 'listLeadActivities',
    tags: ['Leads'],
    summary: 'The timeline of a lead, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Activity), 'A page of the timeline.') },
  },
  async (c) => {
    const page = await listLeadActivities(c.get('ctx'), { ...c.req.valid('query'), leadId: c.req.valid('param').id });
    return c.json(page, 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
