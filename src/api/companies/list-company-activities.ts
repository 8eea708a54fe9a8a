import { listCompanyActivities } from '#domain/activities/list-record-activities.ts';
import { Activity } from '#api/leads/list-lead-activities.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listCompanyActivitiesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/companies/{id}/activities',
    operationId: 'listCompanyActivities',
    tags: ['Companies'],
    summary: 'The timeline of a company, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Activity), 'A page of the timeline.') },
  },
  async (c) => {
    const page = await listCompanyActivities(c.get('ctx'), {
      ...c.req.valid('query'),
      companyId: c.req.valid('param').id,
    });
    return c.json(page, 200);
  },
  { permission: 'contacts.read', errors: ['not_found'] },
);
