import { z } from '@hono/zod-openapi';
import { countLeads, mostLeadsCounted } from '#domain/leads/count-leads.ts';
import { customFilters, customFiltersNote } from '#api/custom-fields/custom-filters.ts';
import { leadFilterQuery, toLeadFilter } from '#api/leads/leads-query.ts';
import { answer, defineRoute } from '#api/route.ts';

export const countLeadsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads/count',
    operationId: 'countLeads',
    tags: ['Leads'],
    summary: 'How many leads meet a filter',
    description: customFiltersNote,
    request: { query: z.object(leadFilterQuery) },
    responses: {
      200: answer(z.object({ count: z.number().int().describe(`At most ${mostLeadsCounted}.`) }), 'The count.'),
    },
  },
  async (c) => {
    const filter = { ...toLeadFilter(c.req.valid('query')), ...customFilters(c) };
    return c.json({ count: await countLeads(c.get('ctx'), filter) }, 200);
  },
  { permission: 'leads.read' },
);
