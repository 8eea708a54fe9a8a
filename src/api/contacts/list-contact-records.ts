import { listContactActivities } from '#domain/activities/list-contact-activities.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { listTasks } from '#domain/tasks/list-tasks.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { Activity } from '#api/leads/list-lead-activities.ts';
import { Task, toTask } from '#api/tasks/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const request = { params: IdParams, query: PageQuery };

export const listContactActivitiesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients/{id}/activities',
    operationId: 'listContactActivities',
    tags: ['Contacts'],
    summary: 'The timeline of a contact, newest first',
    request,
    responses: { 200: answer(pageOf(Activity), 'A page of the timeline.') },
  },
  async (c) => {
    const contactId = c.req.valid('param').id;
    return c.json(await listContactActivities(c.get('ctx'), { ...c.req.valid('query'), contactId }), 200);
  },
  { permission: 'contacts.read', errors: ['not_found'] },
);

export const listContactDealsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients/{id}/deals',
    operationId: 'listContactDeals',
    tags: ['Contacts', 'Deals'],
    summary: 'Deals with a contact, newest first',
    request,
    responses: { 200: answer(pageOf(Deal), 'A page of deals.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const contactId = c.req.valid('param').id;
    await getContact(ctx, { contactId });
    const page = await listDeals(ctx, { ...c.req.valid('query'), contactId });
    return c.json({ items: page.items.map(toDeal), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'leads.read', errors: ['not_found', 'forbidden'] },
);

export const listContactTasksRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients/{id}/tasks',
    operationId: 'listContactTasks',
    tags: ['Contacts', 'Tasks'],
    summary: 'Tasks about a contact, newest first',
    request,
    responses: { 200: answer(pageOf(Task), 'A page of tasks.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const contactId = c.req.valid('param').id;
    await getContact(ctx, { contactId });
    const page = await listTasks(ctx, { ...c.req.valid('query'), contactId });
    return c.json({ items: page.items.map(toTask), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'leads.read', errors: ['not_found', 'forbidden'] },
);
