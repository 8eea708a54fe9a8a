import { getDeal } from '#domain/deals/get-deal.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { isKnown, tagOf } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getDealRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/deals/{id}',
    operationId: 'getDeal',
    tags: ['Deals'],
    summary: 'One deal',
    request: { params: IdParams },
    responses: {
      200: answer(Deal, 'The deal, with its version as ETag.'),
      304: { description: 'The version named in If-None-Match is still the newest.' },
    },
  },
  async (c) => {
    const deal = await getDeal(c.get('ctx'), { dealId: c.req.valid('param').id });
    c.header('ETag', tagOf(deal.version));
    return isKnown(c, deal.version) ? c.body(null, 304) : c.json(toDeal(deal), 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
