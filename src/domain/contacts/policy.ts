import type { Context } from '#domain/context.ts';
import { leadIsVisible, visibleLeads } from '#domain/leads/policy.ts';
import { notFound } from '#domain/not-found.ts';
import { seesAll } from '#domain/permissions.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Which contacts the actor may see: all, or their own, those that nobody owns, and those of leads that they see. */
export function visibleContacts(ctx: Context): Prisma.ContactWhereInput {
  if (seesAll(ctx.actor, 'leads.readAll')) return { deletedAt: null };
  const viewerId = ctx.actor.id ?? '';
  return { deletedAt: null, OR: [{ ownerId: viewerId }, { ownerId: null }, { leads: { some: visibleLeads(ctx) } }] };
}

/** The same as text for prepared reads: the condition on the contacts of this alias for the viewer in this parameter. */
export function contactIsVisible(viewer: string, alias = 'c'): string {
  return `(${viewer}::uuid IS NULL OR ${alias}.owner_id = ${viewer} OR ${alias}.owner_id IS NULL OR EXISTS (
    SELECT 1 FROM leads o WHERE o.organization_id = $1 AND o.contact_id = ${alias}.id AND o.deleted_at IS NULL
      AND ${leadIsVisible(viewer, 'o')}))`;
}

/** The contact's row, or `contact.notFound` when it is not there or not the actor's to see. */
export async function requireContact(ctx: Context, db: TenantDb, contactId: string) {
  const row = await db.contact.findFirst({ where: { AND: [{ id: contactId }, visibleContacts(ctx)] } });
  if (!row) throw notFound('contact');
  return row;
}
