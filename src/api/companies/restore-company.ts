import { restoreCompany } from '#domain/companies/restore-company.ts';
import { Company, toCompany } from '#api/companies/views.ts';
import { tagOf } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const restoreCompanyRoute = defineRoute(
  {
    method: 'post',
    path: '/api/crm/companies/{id}/restore',
    operationId: 'restoreCompany',
    tags: ['Companies'],
    summary: 'Bring a deleted company back',
    request: { params: IdParams },
    responses: { 200: answer(Company, 'The company as it is now.') },
  },
  async (c) => {
    const company = await restoreCompany(c.get('ctx'), { companyId: c.req.valid('param').id });
    c.header('ETag', tagOf(company.version));
    return c.json(toCompany(company), 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'conflict'] },
);
