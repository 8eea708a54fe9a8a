import { AssignDealInput, assignDeal } from '#domain/deals/assign-deal.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const assignDealRoute = defineRoute(
  {
    method: 'post',
    path: '/api/crm/deals/{id}/assign',
    operationId: 'assignDeal',
    tags: ['Deals'],
    summary: 'Give a deal to another owner',
    description: 'Null gives it to nobody.',
    request: {
      params: IdParams,
      body: jsonBody(AssignDealInput.omit({ dealId: true }), { ownerId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b' }),
    },
    responses: { 200: answer(Deal, 'The deal as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const deal = await assignDeal(c.get('ctx'), {
      ...c.req.valid('json'),
      dealId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(deal.version));
    return c.json(toDeal(deal), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
