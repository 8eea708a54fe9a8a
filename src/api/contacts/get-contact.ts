import { getContact } from '#domain/contacts/get-contact.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getContactRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients/{id}',
    operationId: 'getContact',
    tags: ['Contacts'],
    summary: 'One contact',
    request: { params: IdParams },
    responses: { 200: answer(Contact, 'The contact.') },
  },
  async (c) => c.json(toContact(await getContact(c.get('ctx'), { contactId: c.req.valid('param').id })), 200),
  { permission: 'contacts.read', errors: ['not_found'] },
);
