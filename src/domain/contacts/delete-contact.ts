import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import type { Context } from '#domain/context.ts';
import { visibleLeads } from '#domain/leads/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteContactInput = z.strictObject({ contactId: z.uuid(), version: z.int().optional() });
export type DeleteContactInput = z.input<typeof DeleteContactInput>;

/**
 * Takes a person and their leads out of all lists, and frees their numbers, addresses and Telegram account for a new
 * contact. Do-not-call entries stay. Somebody who does not see all of the person's leads may not do it.
 */
export async function deleteContact(ctx: Context, input: DeleteContactInput): Promise<void> {
  requirePermission(ctx, 'contacts.write');
  const { contactId, version } = parseInput(DeleteContactInput, input);
  await inTransaction(ctx, async (tx) => {
    const before = await requireContact(ctx, tx.db, contactId);
    const [all, visible] = [
      await tx.db.lead.count({ where: { contactId, deletedAt: null } }),
      await tx.db.lead.count({ where: { AND: [{ contactId }, visibleLeads(ctx)] } }),
    ];
    if (visible < all) {
      throw new AppError(
        'forbidden',
        'permission.missing',
        'This contact has leads of other managers; an admin can remove it.',
        {
          params: { permission: 'leads.readAll' },
        },
      );
    }
    const deletedAt = ctx.clock.now();
    await tx.db.lead.updateMany({
      where: { contactId, deletedAt: null },
      data: { deletedAt, version: { increment: 1 } },
    });
    await tx.db.contactPhone.deleteMany({ where: { contactId } });
    await tx.db.contactEmail.deleteMany({ where: { contactId } });
    const { count } = await tx.db.contact.updateMany({
      where: { id: contactId, version: version ?? before.version },
      data: { deletedAt, telegramUserId: null, telegramUsername: null, version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError('stale', 'contact.changedMeanwhile', 'This contact was changed meanwhile; look again.');
    tx.audit({ action: 'contact.deleted', subjectType: 'contact', subjectId: contactId, data: { leads: all } });
    tx.activity({ kind: 'contact.deleted', contactId });
    tx.event('contact.deleted', contactId, {});
  });
}
