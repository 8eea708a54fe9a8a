import { z } from 'zod';
import type { TenantDb } from '#platform/database/tenant.ts';
import { contactShape, toContactViews } from '#domain/contacts/contact-view.ts';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const GetContactInput = z.strictObject({ contactId: z.uuid() });
export type GetContactInput = z.input<typeof GetContactInput>;

/** One contact that the actor may see. The refusal of one that was merged names the survivor as `mergedIntoId`. */
export async function getContact(ctx: Context, input: GetContactInput): Promise<ContactView> {
  requirePermission(ctx, 'contacts.read');
  const { contactId } = parseInput(GetContactInput, input);
  const view = await findContactView(ctx.db, { AND: [{ id: contactId }, visibleContacts(ctx)] });
  if (view) return view;
  // Whoever kept the link of a contact that was merged is told where the person is now, if they may see them there.
  const merged = await ctx.db.contact.findFirst({
    where: { id: contactId, mergedIntoId: { not: null } },
    select: { mergedIntoId: true },
  });
  const survivor = merged?.mergedIntoId
    ? await ctx.db.contact.findFirst({
        where: { AND: [{ id: merged.mergedIntoId }, visibleContacts(ctx)] },
        select: { id: true },
      })
    : null;
  throw notFound('contact', survivor ? { mergedIntoId: survivor.id } : {});
}

/** The view of the one contact that the condition names. */
export async function readContactView(db: TenantDb, where: Prisma.ContactWhereInput): Promise<ContactView> {
  const view = await findContactView(db, where);
  if (!view) throw notFound('contact');
  return view;
}

async function findContactView(db: TenantDb, where: Prisma.ContactWhereInput): Promise<ContactView | null> {
  const row = await db.contact.findFirst({ where, include: contactShape });
  const [view] = row ? await toContactViews(db, [row]) : [];
  return view ?? null;
}
