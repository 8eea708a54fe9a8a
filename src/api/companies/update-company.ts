import { UpdateCompanyInput, updateCompany } from '#domain/companies/update-company.ts';
import { Company, toCompany } from '#api/companies/views.ts';
import { tagOf, versionIfMatch } from '#api/leads/version-tag.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateCompanyRoute = defineRoute(
  {
    method: 'put',
    path: '/api/crm/companies/{id}',
    operationId: 'updateCompany',
    tags: ['Companies'],
    summary: 'Change a company',
    description:
      'Only the fields that are sent change, also within `customFields`, where null takes one away. With `If-Match` the change is refused (412) when the company was changed since.',
    request: {
      params: IdParams,
      body: jsonBody(UpdateCompanyInput.omit({ companyId: true }), { industry: 'Строительство' }),
    },
    responses: { 200: answer(Company, 'The company as it is now.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    const company = await updateCompany(c.get('ctx'), {
      ...c.req.valid('json'),
      companyId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    c.header('ETag', tagOf(company.version));
    return c.json(toCompany(company), 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'stale', 'conflict'] },
);
