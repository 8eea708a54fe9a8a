import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { PhoneText, requirePhone } from '#domain/contacts/contact-fields.ts';
import { hashIdentities } from '#domain/erasures/identity-hashes.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const AddDoNotCallInput = z.strictObject({
  phone: PhoneText,
  reason: z.string().trim().min(1).max(500),
  source: z.string().trim().min(1).max(60),
});
export type AddDoNotCallInput = z.input<typeof AddDoNotCallInput>;

/** Puts a number on the list that nobody of the organization may call. A number that is there already stays as it was. */
export async function addDoNotCall(ctx: Context, input: AddDoNotCallInput): Promise<{ e164: string }> {
  requirePermission(ctx, 'contacts.write');
  const data = parseInput(AddDoNotCallInput, input);
  return inTransaction(ctx, async (tx) => {
    const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
    const { e164 } = requirePhone(data.phone, defaultCountry);
    const entryId = newId();
    const { count } = await tx.db.doNotCallEntry.createMany({
      data: [{ id: entryId, e164, reason: data.reason, source: data.source }],
      skipDuplicates: true,
    });
    if (count > 0) {
      tx.audit({
        action: 'doNotCall.added',
        subjectType: 'doNotCall',
        subjectId: entryId,
        // Audits stay for good, so they name a number only by its hash.
        data: { number: hashIdentities(ctx, { phones: [e164], emails: [] })[0] ?? '', source: data.source },
      });
      const holder = await tx.db.contactPhone.findFirst({ where: { e164 }, select: { contactId: true } });
      if (holder)
        tx.activity({ kind: 'doNotCall.added', contactId: holder.contactId, data: { e164, reason: data.reason } });
    }
    return { e164 };
  });
}
