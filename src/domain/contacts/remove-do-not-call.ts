import { z } from 'zod';
import { PhoneText, requirePhone } from '#domain/contacts/contact-fields.ts';
import { hashIdentities } from '#domain/erasures/identity-hashes.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const RemoveDoNotCallInput = z.strictObject({ phone: PhoneText, reason: z.string().trim().min(1).max(500) });
export type RemoveDoNotCallInput = z.input<typeof RemoveDoNotCallInput>;

/** Takes a number off the do-not-call list, with the reason in the audit log. Only for who may change settings. */
export async function removeDoNotCall(ctx: Context, input: RemoveDoNotCallInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const data = parseInput(RemoveDoNotCallInput, input);
  await inTransaction(ctx, async (tx) => {
    const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
    const { e164 } = requirePhone(data.phone, defaultCountry);
    const entry = await tx.db.doNotCallEntry.findFirst({ where: { e164 } });
    if (!entry) return;
    await tx.db.doNotCallEntry.deleteMany({ where: { id: entry.id } });
    tx.audit({
      action: 'doNotCall.removed',
      subjectType: 'doNotCall',
      subjectId: entry.id,
      data: { number: hashIdentities(ctx, { phones: [e164], emails: [] })[0] ?? '', reason: data.reason },
    });
  });
}
