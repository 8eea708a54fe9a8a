import { CreateLeadInput, createLead } from '#domain/leads/create-lead.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { Lead, toLead } from '#api/leads/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createLeadRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads',
    operationId: 'createLead',
    tags: ['Leads'],
    summary: 'Create a lead',
    request: {
      body: jsonBody(CreateLeadInput, {
        name: 'Мария Козлова',
        phone: '+7 916 123-45-67',
        note: 'Хочет тест-драйв в субботу',
        source: 'site',
      }),
    },
    responses: { 201: answer(Lead, 'The new lead.') },
  },
  async (c) => {
    const lead = await createLead(c.get('ctx'), c.req.valid('json'));
    c.header('ETag', tagOf(lead.version));
    return c.json(toLead(lead), 201);
  },
  { permission: 'leads.write', errors: ['not_found'], isIdempotent: true },
);
