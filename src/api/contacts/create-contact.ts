import { CreateContactInput, createContact } from '#domain/contacts/create-contact.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createContactRoute = defineRoute(
  {
    method: 'post',
    path: '/api/clients',
    operationId: 'createContact',
    tags: ['Contacts'],
    summary: 'Create a contact',
    request: {
      body: jsonBody(CreateContactInput, { name: 'Пётр Орлов', phones: ['+79161234567'], companyName: 'Квадрат' }),
    },
    responses: { 201: answer(Contact, 'The new contact.') },
  },
  async (c) => c.json(toContact(await createContact(c.get('ctx'), c.req.valid('json'))), 201),
  { permission: 'contacts.write', errors: ['conflict'], isIdempotent: true },
);
