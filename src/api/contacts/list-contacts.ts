import { z } from '@hono/zod-openapi';
import { contactSorts } from '#domain/contacts/contact-reads.ts';
import { listContacts } from '#domain/contacts/list-contacts.ts';
import { Contact, toContact } from '#api/contacts/views.ts';
import { customFilters, customFiltersNote } from '#api/custom-fields/custom-filters.ts';
import { PageQuery, QueryFlag, answer, defineRoute, pageOf } from '#api/route.ts';

const ContactsQuery = PageQuery.extend({
  search: z.string().max(100).optional().describe('A part of a name, company, username, e-mail address or number.'),
  ownerId: z.uuid().optional(),
  mine: QueryFlag.optional(),
  unowned: QueryFlag.optional().describe('Only contacts that nobody owns.'),
  companyId: z.uuid().optional(),
  language: z.enum(['ru', 'en']).optional(),
  hasPhone: QueryFlag.optional(),
  hasEmail: QueryFlag.optional(),
  hasTelegram: QueryFlag.optional(),
  sort: z.enum(contactSorts).default('newest'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('Rows passed over instead of a cursor; the answer has the total then.'),
});

export const listContactsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/clients',
    operationId: 'listContacts',
    tags: ['Contacts'],
    summary: 'People we sell to, newest first or in another order',
    description: customFiltersNote,
    request: { query: ContactsQuery },
    responses: {
      200: answer(
        pageOf(Contact).extend({ total: z.number().int().optional().describe('With `offset` only.') }),
        'A page of contacts.',
      ),
    },
  },
  async (c) => {
    const { search, ...query } = c.req.valid('query');
    const { items, ...page } = await listContacts(c.get('ctx'), {
      ...query,
      ...(search?.trim() ? { search } : {}),
      ...customFilters(c),
    });
    return c.json({ items: items.map(toContact), ...page }, 200);
  },
  { permission: 'contacts.read' },
);
