import { UpdateContactInput, updateContact } from '#domain/contacts/update-contact.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateContactRoute = defineRoute(
  {
    method: 'put',
    path: '/api/clients/{id}',
    operationId: 'updateContact',
    tags: ['Contacts'],
    summary: 'Change a contact',
    request: {
      params: IdParams,
      body: jsonBody(UpdateContactInput.omit({ contactId: true }), { companyName: 'Квадрат Плюс' }),
    },
    responses: { 200: answer(Contact, 'The contact as it is now.') },
  },
  async (c) =>
    c.json(
      toContact(await updateContact(c.get('ctx'), { ...c.req.valid('json'), contactId: c.req.valid('param').id })),
      200,
    ),
  { permission: 'contacts.write', errors: ['not_found', 'stale', 'conflict'] },
);
