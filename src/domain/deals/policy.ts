import type { Context } from '#domain/context.ts';
import { leadViewer, visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/**
 * Which deals the actor may see: all, or their own, those that nobody owns, and those that came from a lead that they
 * see. Deleted ones never, unless they are asked for to be brought back.
 */
export function visibleDeals(ctx: Context, which: 'present' | 'deleted' = 'present'): Prisma.DealWhereInput {
  const viewerId = leadViewer(ctx);
  const presence: Prisma.DealWhereInput = which === 'present' ? { deletedAt: null } : { deletedAt: { not: null } };
  if (viewerId === null) return presence;
  return { ...presence, OR: [{ ownerId: viewerId }, { ownerId: null }, { lead: visibleLeads(ctx) }] };
}

/** The same as text for prepared reads: the condition on deals `d` for the viewer in this parameter. */
export function dealIsVisible(viewer: string): string {
  return `(${viewer}::uuid IS NULL OR d.owner_id = ${viewer} OR d.owner_id IS NULL OR ${dealHasOwnLead(viewer)})`;
}

/**
 * The condition that the deal `d` is one of those that others own and that came from a lead that the viewer sees: the few
 * are looked up once, from the viewer's leads.
 */
export function dealIsOfOwnLead(viewer: string): string {
  return `d.id = ANY (ARRAY(
    SELECT w.id FROM leads o JOIN deals w ON w.organization_id = $1 AND w.lead_id = o.id AND w.owner_id <> ${viewer}
    WHERE o.organization_id = $1 AND o.deleted_at IS NULL AND (o.owner_id = ${viewer} OR o.owner_id IS NULL)))`;
}

/** The condition that the deal `d` came from a lead that the viewer sees. */
export function dealHasOwnLead(viewer: string): string {
  return `EXISTS (
    SELECT 1 FROM leads o WHERE o.id = d.lead_id AND o.organization_id IS NOT DISTINCT FROM $1 AND o.deleted_at IS NULL
      AND (o.owner_id = ${viewer} OR o.owner_id IS NULL))`;
}

/** The deal's row, or `deal.notFound` when it is not there or not the actor's to see. */
export async function requireDeal(ctx: Context, db: TenantDb, dealId: string) {
  const row = await db.deal.findFirst({ where: { AND: [{ id: dealId }, visibleDeals(ctx)] } });
  if (!row) throw notFound('deal');
  return row;
}
