import { listCompanyContacts } from '#domain/companies/list-company-contacts.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listCompanyContactsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/companies/{id}/contacts',
    operationId: 'listCompanyContacts',
    tags: ['Companies', 'Contacts'],
    summary: 'People of a company, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Contact), 'A page of contacts.') },
  },
  async (c) => {
    const input = { ...c.req.valid('query'), companyId: c.req.valid('param').id };
    const page = await listCompanyContacts(c.get('ctx'), input);
    return c.json({ items: page.items.map(toContact), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'contacts.read', errors: ['not_found'] },
);
