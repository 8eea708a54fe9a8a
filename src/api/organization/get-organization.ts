import { getOrganization } from '#domain/organizations/get-organization.ts';
import { Organization, toOrganization } from '#api/organization/views.ts';
import { answer, defineRoute } from '#api/route.ts';

export const getOrganizationRoute = defineRoute(
  {
    method: 'get',
    path: '/api/organization',
    operationId: 'getOrganization',
    tags: ['Organization'],
    summary: 'The own organization and its rules for calls and approvals',
    responses: { 200: answer(Organization, 'The organization.') },
  },
  async (c) => c.json(toOrganization(await getOrganization(c.get('ctx'))), 200),
);
