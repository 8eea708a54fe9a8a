import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { toOrganizationView } from '#domain/organizations/organization-view.ts';
import type { OrganizationView } from '#domain/organizations/organization-view.ts';

/** The actor's own organization; every member may read it. */
export async function getOrganization(ctx: Context): Promise<OrganizationView> {
  const row = await ctx.db.organization.findFirst();
  if (!row) throw notFound('organization');
  return toOrganizationView(row);
}
