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

/** One contact that the actor may see. */
export async function getContact(ctx: Context, input: GetContactInput): Promise<ContactView> {
  requirePermission(ctx, 'contacts.read');
  const { contactId } = parseInput(GetContactInput, input);
  return readContactView(ctx.db, { AND: [{ id: contactId }, visibleContacts(ctx)] });
}

/** The view of the one contact that the condition names. */
export async function readContactView(db: TenantDb, where: Prisma.ContactWhereInput): Promise<ContactView> {
  const row = await db.contact.findFirst({ where, include: contactShape });
  const [view] = row ? await toContactViews(db, [row]) : [];
  if (!view) throw notFound('contact');
  return view;
}
