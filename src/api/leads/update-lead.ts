import { UpdateLeadInput, updateLead } from '#domain/leads/update-lead.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateLeadRoute = defineRoute(
  {
    method: 'put',
    path: '/api/leads/{id}',
    operationId: 'updateLead',
    tags: ['Leads'],
    summary: 'Change a lead',
    description:
      'Only the fields that are sent change. With `If-Match` the change is refused (412) when the lead was changed since.',
    request: {
      params: IdParams,
      body: jsonBody(UpdateLeadInput.omit({ leadId: true }), { note: 'Перезвонить после обеда' }),
    },
    responses: { 200: answer(Lead, 'The lead as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const lead = await updateLead(c.get('ctx'), {
      ...c.req.valid('json'),
      leadId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale', 'conflict'] },
);
