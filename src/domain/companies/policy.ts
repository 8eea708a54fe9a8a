import type { Context } from '#domain/context.ts';
import { leadViewer } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/**
 * Which companies the actor may see: all, or their own, those that nobody owns, and those that a contact or a deal of
 * theirs belongs to. Deleted ones never, unless they are asked for to be brought back.
 */
export function visibleCompanies(ctx: Context, which: 'present' | 'deleted' = 'present'): Prisma.CompanyWhereInput {
  const viewerId = leadViewer(ctx);
  const presence: Prisma.CompanyWhereInput =
    which === 'present' ? { deletedAt: null } : { deletedAt: { not: null }, mergedIntoId: null };
  if (viewerId === null) return presence;
  const own = { deletedAt: null, ownerId: viewerId };
  return {
    ...presence,
    OR: [{ ownerId: viewerId }, { ownerId: null }, { contacts: { some: own } }, { deals: { some: own } }],
  };
}

/** The same as text for prepared reads: the condition on companies `c` for the viewer in this parameter. */
export function companyIsVisible(viewer: string): string {
  return `(${viewer}::uuid IS NULL OR c.owner_id = ${viewer} OR c.owner_id IS NULL OR ${companyHasOwn(viewer)})`;
}

/** The condition that a contact or deal of the viewer belongs to the company `c`. */
export function companyHasOwn(viewer: string): string {
  return `c.id IN (
    SELECT k.company_id FROM contacts k
    WHERE k.organization_id = $1 AND k.owner_id = ${viewer} AND k.company_id IS NOT NULL AND k.deleted_at IS NULL
    UNION ALL SELECT w.company_id FROM deals w
    WHERE w.organization_id = $1 AND w.owner_id = ${viewer} AND w.company_id IS NOT NULL AND w.deleted_at IS NULL)`;
}

/** The company's row, or `company.notFound` when it is not there or not the actor's to see. */
export async function requireCompany(ctx: Context, db: TenantDb, companyId: string) {
  const row = await db.company.findFirst({ where: { AND: [{ id: companyId }, visibleCompanies(ctx)] } });
  if (!row) throw notFound('company');
  return row;
}
