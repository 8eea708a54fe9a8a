import { getOrganizationRoute } from '#api/organization/get-organization.ts';
import { updateOrganizationRoute } from '#api/organization/update-organization.ts';

export const organizationRoutes = [getOrganizationRoute, updateOrganizationRoute] as const;
