import { UpdateOrganizationInput, updateOrganization } from '#domain/organizations/update-organization.ts';
import { Organization, toOrganization } from '#api/organization/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const updateOrganizationRoute = defineRoute(
  {
    method: 'put',
    path: '/api/organization',
    operationId: 'updateOrganization',
    tags: ['Organization'],
    summary: 'Change the rules for calls and approvals',
    description: 'Only the fields that are sent change.',
    request: { body: jsonBody(UpdateOrganizationInput, { callingFromMinute: 600, callingToMinute: 1_200 }) },
    responses: { 200: answer(Organization, 'The organization as it is now.') },
  },
  async (c) => c.json(toOrganization(await updateOrganization(c.get('ctx'), c.req.valid('json'))), 200),
  { permission: 'settings.write' },
);
