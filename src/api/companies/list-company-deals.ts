import { getCompany } from '#domain/companies/get-company.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listCompanyDealsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/companies/{id}/deals',
    operationId: 'listCompanyDeals',
    tags: ['Companies', 'Deals'],
    summary: 'Deals of a company, newest first',
    request: { params: IdParams, query: PageQuery },
    responses: { 200: answer(pageOf(Deal), 'A page of deals.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { id: companyId } = c.req.valid('param');
    await getCompany(ctx, { companyId });
    const page = await listDeals(ctx, { ...c.req.valid('query'), companyId });
    return c.json({ items: page.items.map(toDeal), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
