import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import { readContactView } from '#domain/contacts/get-contact.ts';
import { visibleContacts } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, seesAll } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RestoreContactInput = z.strictObject({ contactId: z.uuid() });
export type RestoreContactInput = z.input<typeof RestoreContactInput>;

/**
 * Brings a deleted person back, without the numbers, addresses and Telegram account that the deletion freed, and without
 * their leads, which are restored one by one; one who is there changes nothing. Who was merged into another contact comes
 * back by undoing the merge.
 */
export async function restoreContact(ctx: Context, input: RestoreContactInput): Promise<ContactView> {
  requirePermission(ctx, 'contacts.write');
  const { contactId } = parseInput(RestoreContactInput, input);
  return inTransaction(ctx, async (tx) => {
    const present = await tx.db.contact.findFirst({ where: { AND: [{ id: contactId }, visibleContacts(ctx)] } });
    if (present) return readContactView(tx.db, { id: contactId });
    const owned = seesAll(ctx.actor, 'leads.readAll') ? {} : { OR: [{ ownerId: ctx.actor.id }, { ownerId: null }] };
    const gone = await tx.db.contact.findFirst({
      where: { AND: [{ id: contactId, deletedAt: { not: null }, mergedIntoId: null }, owned] },
    });
    if (!gone) throw notFound('contact');
    const { count } = await tx.db.contact.updateMany({
      where: { id: contactId, version: gone.version },
      data: { deletedAt: null, version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError('stale', 'contact.changedMeanwhile', 'This contact was changed meanwhile; look again.');
    tx.audit({ action: 'contact.restored', subjectType: 'contact', subjectId: contactId });
    tx.activity({ kind: 'contact.restored', contactId });
    tx.event('contact.changed', contactId, { fields: ['deletedAt'] });
    return readContactView(tx.db, { id: contactId });
  });
}
