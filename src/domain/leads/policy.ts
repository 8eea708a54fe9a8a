import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { seesAll } from '#domain/permissions.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Which leads the actor may see: all, or their own and those that nobody owns. Deleted ones never. */
export function visibleLeads(ctx: Context): Prisma.LeadWhereInput {
  return { deletedAt: null, ...ownedOrFree(ctx) };
}

/** The same, with those that are deleted: for bringing them back. */
export function ownedOrFree(ctx: Context): Prisma.LeadWhereInput {
  const viewerId = leadViewer(ctx);
  return viewerId === null ? {} : { OR: [{ ownerId: viewerId }, { ownerId: null }] };
}

/** The same for prepared reads: null sees all, an id sees its own and those that nobody owns. */
export function leadViewer(ctx: Context): string | null {
  if (seesAll(ctx.actor, 'leads.readAll')) return null;
  return ctx.actor.id ?? '';
}

/** The same as text for prepared reads: the condition on the leads of this alias for the viewer in this parameter. */
export function leadIsVisible(viewer: string, alias = 'l'): string {
  return `(${viewer}::uuid IS NULL OR ${leadIsOwnOrFree(viewer, alias)})`;
}

/** The same of a viewer who does not see all. */
export function leadIsOwnOrFree(viewer: string, alias = 'l'): string {
  return `(${alias}.owner_id = ${viewer} OR ${alias}.owner_id IS NULL)`;
}

/** The lead's row, or `lead.notFound` when it is not there or not the actor's to see. */
export async function requireLead(ctx: Context, db: TenantDb, leadId: string) {
  const row = await db.lead.findFirst({ where: { AND: [{ id: leadId }, visibleLeads(ctx)] } });
  if (!row) throw notFound('lead');
  return row;
}
