import { UpdateDealInput, updateDeal } from '#domain/deals/update-deal.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateDealRoute = defineRoute(
  {
    method: 'put',
    path: '/api/crm/deals/{id}',
    operationId: 'updateDeal',
    tags: ['Deals'],
    summary: 'Change a deal',
    description:
      'Only the fields that are sent change, also within `customFields`, where null takes one away. With `If-Match` the change is refused (412) when the deal was changed since.',
    request: {
      params: IdParams,
      body: jsonBody(UpdateDealInput.omit({ dealId: true }), { amountCents: 130_000_000 }),
    },
    responses: { 200: answer(Deal, 'The deal as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const deal = await updateDeal(c.get('ctx'), {
      ...c.req.valid('json'),
      dealId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(deal.version));
    return c.json(toDeal(deal), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
