import { getCompany } from '#domain/companies/get-company.ts';
import { Company, toCompany } from '#api/companies/views.ts';
import { isKnown, tagOf } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getCompanyRoute = defineRoute(
  {
    method: 'get',
    path: '/api/crm/companies/{id}',
    operationId: 'getCompany',
    tags: ['Companies'],
    summary: 'One company',
    request: { params: IdParams },
    responses: {
      200: answer(Company, 'The company, with its version as ETag.'),
      304: { description: 'The version named in If-None-Match is still the newest.' },
    },
  },
  async (c) => {
    const company = await getCompany(c.get('ctx'), { companyId: c.req.valid('param').id });
    c.header('ETag', tagOf(company.version));
    return isKnown(c, company.version) ? c.body(null, 304) : c.json(toCompany(company), 200);
  },
  { permission: 'contacts.read', errors: ['not_found'] },
);
