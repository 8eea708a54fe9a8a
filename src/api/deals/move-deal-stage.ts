import { MoveDealStageInput, moveDealStage } from '#domain/deals/move-deal-stage.ts';
import { Deal, toDeal } from '#api/deals/views.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const moveDealStageRoute = defineRoute(
  {
    method: 'put',
    path: '/api/crm/deals/{id}/stage',
    operationId: 'moveDealStage',
    tags: ['Deals'],
    summary: 'Move a deal to another stage',
    description:
      'A stage of the kind `lost` needs a reason; a stage may ask for fields that must be filled first (422).',
    request: {
      params: IdParams,
      body: jsonBody(MoveDealStageInput.omit({ dealId: true }), {
        stageId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        reason: 'Подписали договор',
      }),
    },
    responses: { 200: answer(Deal, 'The deal as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const deal = await moveDealStage(c.get('ctx'), {
      ...c.req.valid('json'),
      dealId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(deal.version));
    return c.json(toDeal(deal), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
