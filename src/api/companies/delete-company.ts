import { deleteCompany } from '#domain/companies/delete-company.ts';
import { versionIfMatch } from '#api/leads/version-tag.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const deleteCompanyRoute = defineRoute(
  {
    method: 'delete',
    path: '/api/crm/companies/{id}',
    operationId: 'deleteCompany',
    tags: ['Companies'],
    summary: 'Delete a company',
    description: 'It is taken out of all lists and can be brought back.',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Deleted.') },
  },
  async (c) => {
    const version = versionIfMatch(c);
    await deleteCompany(c.get('ctx'), {
      companyId: c.req.valid('param').id,
      ...(version === undefined ? {} : { version }),
    });
    return c.json({ message: 'The company is deleted.' }, 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'stale'] },
);
