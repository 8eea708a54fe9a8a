import { AssignLeadInput, assignLead } from '#domain/leads/assign-lead.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const assignLeadRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads/{id}/assign',
    operationId: 'assignLead',
    tags: ['Leads'],
    summary: 'Give a lead to another owner',
    description: 'Its conversations and open drafts go with it; null gives it to nobody.',
    request: {
      params: IdParams,
      body: jsonBody(AssignLeadInput.omit({ leadId: true }), { ownerId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b' }),
    },
    responses: { 200: answer(Lead, 'The lead as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const lead = await assignLead(c.get('ctx'), {
      ...c.req.valid('json'),
      leadId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'] },
);
