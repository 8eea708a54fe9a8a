import { z } from 'zod';
import { requireCompany } from '#domain/companies/policy.ts';
import { contactShape, toContactViews } from '#domain/contacts/contact-view.ts';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListCompanyContactsInput = z.strictObject({ companyId: z.uuid(), ...pageFields });
export type ListCompanyContactsInput = z.input<typeof ListCompanyContactsInput>;

/** The people of a company that the actor may see, newest first. */
export async function listCompanyContacts(
  ctx: Context,
  input: ListCompanyContactsInput,
): Promise<{ items: ContactView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'contacts.read');
  const { companyId, limit, cursor } = parseInput(ListCompanyContactsInput, input);
  await requireCompany(ctx, ctx.db, companyId);
  const rows = await ctx.db.contact.findMany({
    where: { AND: [{ companyId }, visibleContacts(ctx), afterPosition('createdAt', cursor)] },
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
