import { restoreContact } from '#domain/contacts/restore-contact.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const restoreContactRoute = defineRoute(
  {
    method: 'post',
    path: '/api/clients/{id}/restore',
    operationId: 'restoreContact',
    tags: ['Contacts'],
    summary: 'Undo the deletion of a contact',
    description: 'Numbers, addresses and the Telegram account were freed by the deletion and do not come back.',
    request: { params: IdParams },
    responses: { 200: answer(Contact, 'The contact as it is now.') },
  },
  async (c) => {
    const contact = await restoreContact(c.get('ctx'), { contactId: c.req.valid('param').id });
    c.header('ETag', tagOf(contact.version));
    return c.json(toContact(contact), 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'stale'] },
);
