import { listDoNotCall } from '#domain/contacts/list-do-not-call.ts';
import { DoNotCallEntry, toDoNotCallEntry } from '#api/do-not-call/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listDoNotCallRoute = defineRoute(
  {
    method: 'get',
    path: '/api/do-not-call',
    operationId: 'listDoNotCall',
    tags: ['Contacts'],
    summary: 'Numbers that nobody may call, newest first',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(DoNotCallEntry), 'A page of the list.') },
  },
  async (c) => {
    const page = await listDoNotCall(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toDoNotCallEntry), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'contacts.read' },
);
