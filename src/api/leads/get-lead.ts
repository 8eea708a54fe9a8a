import { getLead } from '#domain/leads/get-lead.ts';
import { isKnown, tagOf } from '#api/leads/version-tag.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getLeadRoute = defineRoute(
  {
    method: 'get',
    path: '/api/leads/{id}',
    operationId: 'getLead',
    tags: ['Leads'],
    summary: 'One lead',
    request: { params: IdParams },
    responses: {
      200: answer(Lead, 'The lead, with its version as ETag.'),
      304: { description: 'The version named in If-None-Match is still the newest.' },
    },
  },
  async (c) => {
    const lead = await getLead(c.get('ctx'), { leadId: c.req.valid('param').id });
    c.header('ETag', tagOf(lead.version));
    return isKnown(c, lead.version) ? c.body(null, 304) : c.json(toLead(lead), 200);
  },
  { permission: 'leads.read', errors: ['not_found'] },
);
