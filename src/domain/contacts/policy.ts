import type { Context } from '#domain/context.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
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

/** The contact's row, or `contact.notFound` when it is not there or not the actor's to see. */
export async function requireContact(ctx: Context, db: TenantDb, contactId: string) {
  const row = await db.contact.findFirst({ where: { AND: [{ id: contactId }, visibleContacts(ctx)] } });
  if (!row) throw notFound('contact');
  return row;
}
