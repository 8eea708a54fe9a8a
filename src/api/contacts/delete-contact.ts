import { deleteContact } from '#domain/contacts/delete-contact.ts';
import { versionIfMatch } from '#api/leads/version-tag.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteContactRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/clients/{id}',
    operationId: 'deleteContact',
    tags: ['Contacts'],
    summary: 'Delete a contact',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    await deleteContact(c.get('ctx'), {
      contactId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    return c.json({ message: 'The contact is deleted.' }, 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'conflict', 'stale'] },
);
