import { z } from '@hono/zod-openapi';
import { dealSorts, listDeals } from '#domain/deals/list-deals.ts';
import { customFilters, customFiltersNote } from '#api/custom-fields/custom-filters.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { PageQuery, QueryFlag, QueryMoment, QueryOffset, answer, countedPageOf, defineRoute } from '#api/route.ts';

const Cents = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const DealsQuery = PageQuery.extend({
  offset: QueryOffset.optional(),
  sort: z.enum(dealSorts).default('newest'),
  ownerId: z.uuid().optional(),
  mine: QueryFlag.optional(),
  contactId: z.uuid().optional(),
  companyId: z.uuid().optional(),
  leadId: z.uuid().optional(),
  pipelineId: z.uuid().optional(),
  stageId: z.uuid().optional(),
  source: z.string().max(60).optional(),
  currency: z.string().length(3).optional(),
  minAmountCents: Cents.optional(),
  maxAmountCents: Cents.optional(),
  open: QueryFlag.optional(),
  search: z.string().max(100).optional(),
  createdFrom: QueryMoment.optional(),
  createdTo: QueryMoment.optional(),
});

export const listDealsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/deals',
    operationId: 'listDeals',
    tags: ['Deals'],
    summary: 'Deals, newest first or in another order',
    description: customFiltersNote,
    request: { query: DealsQuery },
    responses: { 200: answer(countedPageOf(Deal), 'A page of deals.') },
  },
  async (c) => {
    const page = await listDeals(c.get('ctx'), { ...c.req.valid('query'), ...customFilters(c) });
    return c.json({ ...page, items: page.items.map(toDeal) }, 200);
  },
  { permission: 'leads.read' },
);
