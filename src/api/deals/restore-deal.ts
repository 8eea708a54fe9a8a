import { restoreDeal } from '#domain/deals/restore-deal.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const restoreDealRoute = defineRoute(
  {
    method: 'post',
    path: '/api/crm/deals/{id}/restore',
    operationId: 'restoreDeal',
    tags: ['Deals'],
    summary: 'Bring a deleted deal back',
    request: { params: IdParams },
    responses: { 200: answer(Deal, 'The deal as it is now.') },
  },
  async (c) => {
    const deal = await restoreDeal(c.get('ctx'), { dealId: c.req.valid('param').id });
    c.header('ETag', tagOf(deal.version));
    return c.json(toDeal(deal), 200);
  },
  { permission: 'leads.write', errors: ['not_found'] },
);
