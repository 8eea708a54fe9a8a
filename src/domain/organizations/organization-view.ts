import type { OrganizationModel } from '#prisma/generated/models/Organization.ts';

/** An organization with its calling and approval policy. */
export type OrganizationView = OrganizationModel;

export function toOrganizationView(row: OrganizationModel): OrganizationView {
  return { ...row };
}
