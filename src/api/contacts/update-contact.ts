import { UpdateContactInput, updateContact } from '#domain/contacts/update-contact.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateContactRoute = defineRoute(
  {
    method: 'put',
    path: '/api/clients/{id}',
    operationId: 'updateContact',
    tags: ['Contacts'],
    summary: 'Change a contact',
    description:
      'Only the fields that are sent change. With `If-Match` the change is refused (412) when the contact was changed since.',
    request: {
      params: IdParams,
      body: jsonBody(UpdateContactInput.omit({ contactId: true }), { companyName: 'Квадрат Плюс' }),
    },
    responses: { 200: answer(Contact, 'The contact as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const contact = await updateContact(c.get('ctx'), {
      ...c.req.valid('json'),
      contactId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(contact.version));
    return c.json(toContact(contact), 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'stale', 'conflict'] },
);
