import { getContact } from '#domain/contacts/get-contact.ts';
import { isKnown, tagOf } from '#api/leads/version-tag.ts';
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
    responses: {
      200: answer(Contact, 'The contact, with its version as ETag.'),
      304: { description: 'The version named in If-None-Match is still the newest.' },
    },
  },
  async (c) => {
    const contact = await getContact(c.get('ctx'), { contactId: c.req.valid('param').id });
    c.header('ETag', tagOf(contact.version));
    return isKnown(c, contact.version) ? c.body(null, 304) : c.json(toContact(contact), 200);
  },
  { permission: 'contacts.read', errors: ['not_found'] },
);
