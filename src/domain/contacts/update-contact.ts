import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import {
  EmailText,
  PersonName,
  PhoneText,
  TelegramUsername,
  contactFacts,
  requirePhone,
} from '#domain/contacts/contact-fields.ts';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import { identityTaken } from '#domain/contacts/create-contact.ts';
import { readContactView } from '#domain/contacts/get-contact.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import { askAgainForNames } from '#domain/call-requests/ask-again.ts';
import { requireCompany } from '#domain/companies/policy.ts';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import { TimeZone, UserLanguage } from '#domain/users/user-fields.ts';

export const UpdateContactInput = z.strictObject({
  contactId: z.uuid(),
  name: PersonName.optional(),
  /** The whole new list; numbers left out are removed. */
  phones: z.array(PhoneText).max(10).optional(),
  emails: z.array(EmailText).max(10).optional(),
  telegramUsername: TelegramUsername.nullish(),
  ...contactFacts,
  language: UserLanguage.nullish(),
  timeZone: TimeZone.nullish(),
  ownerId: z.uuid().nullish(),
  version: z.int().optional(),
});
export type UpdateContactInput = z.input<typeof UpdateContactInput>;

/** Changes a person's facts. `contact.changedMeanwhile` when `version` is old, `contact.identityTaken` for another's number. */
export async function updateContact(ctx: Context, input: UpdateContactInput): Promise<ContactView> {
  requirePermission(ctx, 'contacts.write');
  const { contactId, version, phones, emails, customFields: given, ...data } = parseInput(UpdateContactInput, input);
  return inTransaction(ctx, async (tx) => {
    const before = await requireContact(ctx, tx.db, contactId);
    if (data.companyId && data.companyId !== before.companyId) await requireCompany(ctx, tx.db, data.companyId);
    const customFields =
      given && (await validateCustomFields(tx, 'contact', given, { partial: true, present: before.customFields }));
    if (data.ownerId) await requireAssignable(tx, data.ownerId);
    const { count } = await tx.db.contact.updateMany({
      where: { id: contactId, version: version ?? before.version },
      data: { ...onlyGiven({ ...data, customFields }), version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError('stale', 'contact.changedMeanwhile', 'This contact was changed meanwhile; look again.');
    if (phones) await replacePhones(tx, contactId, phones);
    if (emails) await replaceEmails(tx, contactId, emails);
    await askAgainForNames(tx, { contactId });
    const fields = Object.keys(onlyGiven({ ...data, phones, emails, customFields }));
    tx.audit({ action: 'contact.updated', subjectType: 'contact', subjectId: contactId, data: { fields } });
    tx.activity({ kind: 'contact.updated', contactId, data: { fields } });
    tx.event('contact.changed', contactId, { fields });
    return readContactView(tx.db, { id: contactId });
  });
}

async function replacePhones(tx: Transaction, contactId: string, texts: string[]): Promise<void> {
  const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
  const phones = texts.map((text, place) => requirePhone(text, defaultCountry, `phones.${place}`));
  const numbers = [...new Set(phones.map((phone) => phone.e164))].sort();
  await tx.db.contactPhone.deleteMany({ where: { contactId, e164: { notIn: numbers } } });
  for (const e164 of numbers) {
    const phone = phones.find((one) => one.e164 === e164);
    const holder = await tx.db.contactPhone.findFirst({ where: { e164 }, select: { contactId: true } });
    if (holder && holder.contactId !== contactId) throw identityTaken();
    if (holder) continue;
    const row = { id: newId(), contactId, e164, country: phone?.country ?? null, extension: phone?.extension ?? null };
    const { count } = await tx.db.contactPhone.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) throw identityTaken();
  }
}

async function replaceEmails(tx: Transaction, contactId: string, emails: string[]): Promise<void> {
  const addresses = [...new Set(emails)].sort();
  await tx.db.contactEmail.deleteMany({ where: { contactId, email: { notIn: addresses } } });
  for (const email of addresses) {
    const holder = await tx.db.contactEmail.findFirst({ where: { email }, select: { contactId: true } });
    if (holder && holder.contactId !== contactId) throw identityTaken();
    if (holder) continue;
    const { count } = await tx.db.contactEmail.createMany({
      data: [{ id: newId(), contactId, email }],
      skipDuplicates: true,
    });
    if (count === 0) throw identityTaken();
  }
}
