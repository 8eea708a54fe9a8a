import { getContact } from '#domain/contacts/get-contact.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listContactLeadsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients/{id}/leads',
    operationId: 'listContactLeads',
    tags: ['Contacts', 'Leads'],
    summary: 'Leads of a contact, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Lead), 'A page of leads.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { id: contactId } = c.req.valid('param');
    await getContact(ctx, { contactId });
    const page = await listLeads(ctx, { ...c.req.valid('query'), contactId });
    return c.json({ items: page.items.map(toLead), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'contacts.read', errors: ['not_found'] },
);
