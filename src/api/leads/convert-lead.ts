import { z } from '@hono/zod-openapi';
import { ConvertLeadInput, convertLead } from '#domain/leads/convert-lead.ts';
import { versionIfMatch } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

const ConvertedLead = z
  .object({ contactId: z.string(), companyId: z.string().nullable(), dealId: z.string().nullable() })
  .openapi('ConvertedLead');

export const convertLeadRoute = defineRoute(
  {
    method: 'post',
    path: '/api/leads/{id}/convert',
    operationId: 'convertLead',
    tags: ['Leads', 'Companies', 'Deals'],
    summary: 'Convert a lead to contact, company and deal',
    description:
      'Existing records are met, not doubled: the lead’s person stays the contact, a company is found by tax number, e-mail domain or name. Converted again it answers as the first time.',
    request: {
      params: IdParams,
      body: jsonBody(ConvertLeadInput.omit({ leadId: true }), {
        deal: { name: 'Поставка окон', amountCents: 125_000_000, currency: 'RUB' },
        company: { name: 'ООО «Квадрат»' },
      }),
    },
    responses: { 200: answer(ConvertedLead, 'What the lead became.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const converted = await convertLead(c.get('ctx'), {
      ...c.req.valid('json'),
      leadId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    return c.json(converted, 200);
  },
  { permission: 'leads.write', errors: ['not_found', 'stale'], isIdempotent: true },
);
