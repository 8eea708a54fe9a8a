import { listCalls } from '#domain/calls/list-calls.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { Call, toCall } from '#api/calls/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listContactCallsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients/{id}/calls',
    operationId: 'listContactCalls',
    tags: ['Contacts', 'Calls'],
    summary: 'Calls with a contact, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Call), 'A page of calls.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { id: contactId } = c.req.valid('param');
    await getContact(ctx, { contactId });
    const page = await listCalls(ctx, { ...c.req.valid('query'), contactId });
    return c.json({ items: page.items.map((call) => toCall(call, c.get('deps'))), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'contacts.read', errors: ['not_found'] },
);
