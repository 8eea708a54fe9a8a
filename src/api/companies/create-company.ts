import { CreateCompanyInput, createCompany } from '#domain/companies/create-company.ts';
import { Company, toCompany } from '#api/companies/views.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const createCompanyRoute = defineRoute(
  {
    method: 'post',
    path: '/api/crm/companies',
    operationId: 'createCompany',
    tags: ['Companies'],
    summary: 'Create a company',
    request: {
      body: jsonBody(CreateCompanyInput, { name: 'ООО «Квадрат»', domain: 'kvadrat.example', taxId: '7701234567' }),
    },
    responses: { 201: answer(Company, 'The new company.') },
  },
  async (c) => {
    const company = await createCompany(c.get('ctx'), c.req.valid('json'));
    c.header('ETag', tagOf(company.version));
    return c.json(toCompany(company), 201);
  },
  { permission: 'contacts.write', errors: ['not_found', 'conflict'], isIdempotent: true },
);
