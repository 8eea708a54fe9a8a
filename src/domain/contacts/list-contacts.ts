import { z } from 'zod';
import { contactShape, toContactViews } from '#domain/contacts/contact-view.ts';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const ListContactsInput = z.strictObject({
  ...pageFields,
  /** A part of a name, company, username, e-mail address or number. */
  search: z.string().trim().min(1).max(100).nullish(),
});
export type ListContactsInput = z.input<typeof ListContactsInput>;

/** The contacts that the actor may see, newest first. */
export async function listContacts(
  ctx: Context,
  input: ListContactsInput = {},
): Promise<{ items: ContactView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'contacts.read');
  const { limit, cursor, search } = parseInput(ListContactsInput, input);
  const rows = await ctx.db.contact.findMany({
    where: { AND: [visibleContacts(ctx), search ? matches(search) : {}, afterPosition('createdAt', cursor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    include: contactShape,
  });
  const page = toPage(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
  return { items: await toContactViews(ctx.db, page.items), nextCursor: page.nextCursor };
}

function matches(search: string): Prisma.ContactWhereInput {
  const part = { contains: search.replace(/^@/, ''), mode: 'insensitive' } as const;
  const digits = search.replace(/\D/g, '');
  return {
    OR: [
      { name: part },
      { companyName: part },
      { telegramUsername: part },
      { emails: { some: { email: part } } },
      ...(digits.length >= 3 ? [{ phones: { some: { e164: { contains: digits } } } }] : []),
    ],
  };
}
