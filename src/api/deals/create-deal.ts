import { CreateDealInput, createDeal } from '#domain/deals/create-deal.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createDealRoute = defineRoute(
  {
    method: 'post',
    path: '/api/crm/deals',
    operationId: 'createDeal',
    tags: ['Deals'],
    summary: 'Create a deal',
    request: {
      body: jsonBody(CreateDealInput, {
        name: 'Поставка окон',
        amountCents: 125_000_000,
        currency: 'RUB',
        expectedCloseOn: '2026-12-31',
      }),
    },
    responses: { 201: answer(Deal, 'The new deal.') },
  },
  async (c) => {
    const deal = await createDeal(c.get('ctx'), c.req.valid('json'));
    c.header('ETag', tagOf(deal.version));
    return c.json(toDeal(deal), 201);
  },
  { permission: 'leads.write', errors: ['not_found'], isIdempotent: true },
);
