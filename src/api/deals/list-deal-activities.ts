import { listDealActivities } from '#domain/activities/list-record-activities.ts';
import { Activity } from '#api/leads/list-lead-activities.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listDealActivitiesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/deals/{id}/activities',
    operationId: 'listDealActivities',
    tags: ['Deals'],
    summary: 'The timeline of a deal, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Activity), 'A page of the timeline.') },
  },
  async (c) => {
    const page = await listDealActivities(c.get('ctx'), { ...c.req.valid('query'), dealId: c.req.valid('param').id });
    return c.json(page, 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
