import { z } from '@hono/zod-openapi';
import { leadSorts } from '#domain/leads/lead-reads.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { customFilters, customFiltersNote } from '#api/custom-fields/custom-filters.ts';
import { leadFilterQuery, toLeadFilter } from '#api/leads/leads-query.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

const LeadsQuery = PageQuery.extend({
  ...leadFilterQuery,
  sort: z
    .enum(leadSorts)
    .optional()
    .describe('`newest` by default, `longestInStage` for stuck leads; that one has open leads only.'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('Rows passed over instead of a cursor; the answer has the total then.'),
});

export const listLeadsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads',
    operationId: 'listLeads',
    tags: ['Leads'],
    summary: 'Leads, newest first or in another order',
    description: customFiltersNote,
    request: { query: LeadsQuery },
    responses: {
      200: answer(
        pageOf(Lead).extend({ total: z.number().int().optional().describe('With `offset` only.') }),
        'A page of leads.',
      ),
    },
  },
  async (c) => {
    const { items, ...page } = await listLeads(c.get('ctx'), {
      ...toLeadFilter(c.req.valid('query')),
      ...customFilters(c),
    });
    return c.json({ items: items.map(toLead), ...page }, 200);
  },
  { permission: 'leads.read' },
);
