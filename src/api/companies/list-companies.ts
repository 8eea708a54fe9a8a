import { z } from '@hono/zod-openapi';
import { companySorts, listCompanies } from '#domain/companies/list-companies.ts';
import { Company, toCompany } from '#api/companies/views.ts';
import { customFilters, customFiltersNote } from '#api/custom-fields/custom-filters.ts';
import { PageQuery, QueryFlag, QueryMoment, QueryOffset, answer, countedPageOf, defineRoute } from '#api/route.ts';

const CompaniesQuery = PageQuery.extend({
  offset: QueryOffset.optional(),
  sort: z.enum(companySorts).default('newest'),
  ownerId: z.uuid().optional(),
  mine: QueryFlag.optional(),
  industry: z.string().max(100).optional(),
  search: z.string().max(100).optional(),
  createdFrom: QueryMoment.optional(),
  createdTo: QueryMoment.optional(),
});

export const listCompaniesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/companies',
    operationId: 'listCompanies',
    tags: ['Companies'],
    summary: 'Companies, newest first or in another order',
    description: customFiltersNote,
    request: { query: CompaniesQuery },
    responses: { 200: answer(countedPageOf(Company), 'A page of companies.') },
  },
  async (c) => {
    const page = await listCompanies(c.get('ctx'), { ...c.req.valid('query'), ...customFilters(c) });
    return c.json({ ...page, items: page.items.map(toCompany) }, 200);
  },
  { permission: 'contacts.read' },
);
