import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import {
  EmailText,
  PersonName,
  PhoneText,
  TelegramUsername,
  contactFacts,
  requirePhone,
} from '#domain/contacts/contact-fields.ts';
import type { ContactView } from '#domain/contacts/contact-view.ts';
import { findOrCreateContact } from '#domain/contacts/find-or-create-contact.ts';
import { readContactView } from '#domain/contacts/get-contact.ts';
import { requireCompany } from '#domain/companies/policy.ts';
import type { Context } from '#domain/context.ts';
import { validateCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { inTransactionOnce } from '#domain/lost-race.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { TimeZone, UserLanguage } from '#domain/users/user-fields.ts';

export const CreateContactInput = z.strictObject({
  name: PersonName,
  phones: z.array(PhoneText).max(10).default([]),
  emails: z.array(EmailText).max(10).default([]),
  telegramUsername: TelegramUsername.nullish(),
  ...contactFacts,
  language: UserLanguage.nullish(),
  timeZone: TimeZone.nullish(),
  ownerId: z.uuid().nullish(),
});
export type CreateContactInput = z.input<typeof CreateContactInput>;

/** Adds a person. `contact.identityTaken` when a number or address is another contact's, `phone.invalid` when it is none. */
export async function createContact(ctx: Context, input: CreateContactInput): Promise<ContactView> {
  requirePermission(ctx, 'contacts.write');
  const data = parseInput(CreateContactInput, input);
  return inTransactionOnce(ctx, async (tx) => {
    const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
    const ownerId = data.ownerId ?? (ctx.actor.kind === 'user' && ctx.actor.role !== 'analyst' ? ctx.actor.id : null);
    if (ownerId !== null) await requireAssignable(tx, ownerId);
    const phones = data.phones.map((text, place) => requirePhone(text, defaultCountry, `phones.${place}`));
    const { contactId, isNew } = await findOrCreateContact(tx, {
      name: data.name,
      phones: phones.map((phone) => phone.e164),
      extension: phones[0]?.extension ?? null,
      emails: data.emails,
      telegramUsername: data.telegramUsername ?? null,
      companyName: data.companyName ?? null,
      language: data.language ?? null,
      ownerId,
    });
    if (!isNew) throw identityTaken();
    const { companyId, position, note, timeZone } = data;
    if (companyId) await requireCompany(ctx, tx.db, companyId);
    const customFields = await validateCustomFields(tx, 'contact', data.customFields ?? {});
    await tx.db.contact.updateMany({
      where: { id: contactId },
      data: onlyGiven({ companyId, position, note, timeZone, customFields }),
    });
    const view = await readContactView(tx.db, { id: contactId });
    if (
      view.phones.length < new Set(phones.map((phone) => phone.e164)).size ||
      view.emails.length < new Set(data.emails).size
    )
      throw identityTaken();
    return view;
  });
}

export function identityTaken(): AppError {
  return new AppError(
    'conflict',
    'contact.identityTaken',
    'Another contact has this number or e-mail address already.',
  );
}
