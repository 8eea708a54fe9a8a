import { MoveLeadStageInput, moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const moveLeadStageRoute = defineRoute(
  {
    method: 'put',
    path: '/api/leads/{id}/stage',
    operationId: 'moveLeadStage',
    tags: ['Leads'],
    summary: 'Move a lead to another stage',
    description:
      'A stage of the kind `lost` needs a reason; a stage may ask for fields that must be filled first (422).',
    request: {
      params: IdParams,
      body: jsonBody(MoveLeadStageInput.omit({ leadId: true }), {
        stageId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        reason: 'Договорились о встрече',
      }),
    },
    responses: { 200: answer(Lead, 'The lead as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const lead = await moveLeadStage(c.get('ctx'), {
      ...c.req.valid('json'),
      leadId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale', 'conflict'] },
);
