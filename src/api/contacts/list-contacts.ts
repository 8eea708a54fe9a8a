import { z } from '@hono/zod-openapi';
import { listContacts } from '#domain/contacts/list-contacts.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listContactsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients',
    operationId: 'listContacts',
    tags: ['Contacts'],
    summary: 'People we sell to, newest first',
    request: { query: PageQuery.extend({ search: z.string().max(200).optional() }) },
    responses: { 200: answer(pageOf(Contact), 'A page of contacts.') },
  },
  async (c) => {
    const page = await listContacts(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toContact), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'contacts.read' },
);
