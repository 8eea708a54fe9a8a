import { parsePhone } from '#platform/phone-number.ts';
import { newId } from '#platform/ids.ts';
import { findContactByTelegram } from '#domain/contacts/find-by-telegram.ts';
import { LostRace } from '#domain/lost-race.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Language } from '#prisma/generated/enums.ts';
import type { ContactModel } from '#prisma/generated/models/Contact.ts';

export interface PersonFacts {
  name: string;
  /** E.164 */
  phones?: readonly string[];
  /** The internal number behind the first phone, if any. */
  extension?: string | null;
  /** Lower case */
  emails?: readonly string[];
  telegramUserId?: bigint | null;
  telegramUsername?: string | null;
  companyName?: string | null;
  language?: Language | null;
  ownerId?: string | null;
  /** The id that a new contact gets. */
  newContactId?: string;
}

/**
 * The contact that is exactly this person — by Telegram id, else by phone, else by e-mail — completed with what is new, or
 * a new one. A number or address that belongs to somebody else stays theirs. Run it inside `inTransactionOnce`: when a
 * parallel transaction writes the same identity first, this one is undone and finds it.
 */
export async function findOrCreateContact(
  tx: Transaction,
  facts: PersonFacts,
): Promise<{ contactId: string; isNew: boolean }> {
  const found = await findPerson(tx, facts);
  if (found) {
    await complete(tx, found, facts);
    return { contactId: found.id, isNew: false };
  }
  const contactId = facts.newContactId ?? newId();
  if (facts.telegramUserId) await releaseAccount(tx, facts.telegramUserId);
  const { count } = await tx.db.contact.createMany({
    data: [
      {
        id: contactId,
        name: facts.name,
        telegramUserId: facts.telegramUserId ?? null,
        telegramUsername: facts.telegramUsername ?? null,
        companyName: facts.companyName ?? null,
        language: facts.language ?? null,
        country: countryOf(facts.phones?.[0]),
        ownerId: facts.ownerId ?? null,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new LostRace('contact');
  await addIdentities(tx, contactId, facts, { isNew: true });
  tx.audit({ action: 'contact.created', subjectType: 'contact', subjectId: contactId });
  tx.activity({ kind: 'contact.created', contactId });
  tx.event('contact.created', contactId, {});
  return { contactId, isNew: true };
}

async function findPerson(tx: Transaction, facts: PersonFacts): Promise<ContactModel | null> {
  const { telegramUserId = null, phones = [], emails = [] } = facts;
  if (telegramUserId !== null) {
    const contact = await findContactByTelegram(tx.db, telegramUserId);
    if (contact) return contact;
  }
  const couldBe = samePerson(telegramUserId);
  for (const e164 of phones) {
    const contact = await tx.db.contact.findFirst({ where: { ...couldBe, phones: { some: { e164 } } } });
    if (contact) return contact;
  }
  for (const email of emails) {
    const contact = await tx.db.contact.findFirst({ where: { ...couldBe, emails: { some: { email } } } });
    if (contact) return contact;
  }
  return null;
}

/** An account that only deleted contacts have left, because theirs was merged into one that is gone, is free again. */
async function releaseAccount(tx: Transaction, telegramUserId: bigint): Promise<void> {
  await tx.db.contact.updateMany({
    where: { telegramUserId, deletedAt: { not: null } },
    data: { telegramUserId: null },
  });
}

/** Somebody with another Telegram account is another person until a member merges them. */
function samePerson(telegramUserId: bigint | null) {
  return { deletedAt: null, ...(telegramUserId === null ? {} : { telegramUserId: null }) };
}

/** Of two accounts the one that was chosen when the contacts were merged is shown. */
function isSecondAccount(contact: ContactModel, facts: PersonFacts): boolean {
  return contact.telegramUserId !== null && !!facts.telegramUserId && facts.telegramUserId !== contact.telegramUserId;
}

async function complete(tx: Transaction, contact: ContactModel, facts: PersonFacts): Promise<void> {
  const changes = {
    ...(facts.telegramUserId && contact.telegramUserId === null ? { telegramUserId: facts.telegramUserId } : {}),
    ...(facts.telegramUsername &&
    facts.telegramUsername !== contact.telegramUsername &&
    !isSecondAccount(contact, facts)
      ? { telegramUsername: facts.telegramUsername }
      : {}),
    ...(facts.companyName && contact.companyName === null ? { companyName: facts.companyName } : {}),
    ...(facts.language && contact.language === null ? { language: facts.language } : {}),
  };
  const added = await addIdentities(tx, contact.id, facts);
  const fields = [...Object.keys(changes), ...added];
  if (fields.length === 0) return;
  await tx.db.contact.updateMany({ where: { id: contact.id }, data: { ...changes, version: { increment: 1 } } });
  tx.audit({ action: 'contact.completed', subjectType: 'contact', subjectId: contact.id, data: { fields } });
  tx.activity({ kind: 'contact.completed', contactId: contact.id, data: { fields } });
  tx.event('contact.changed', contact.id, { fields });
}

/** Adds the numbers and addresses that nobody has yet; throws LostRace when somebody takes one at this moment. */
async function addIdentities(
  tx: Transaction,
  contactId: string,
  facts: PersonFacts,
  { isNew = false } = {},
): Promise<string[]> {
  // For a new contact nobody was found a moment ago: whoever has the number now, and could be the person, came in between.
  const refuseRival = async (holder: { contactId: string }) => {
    if (!isNew) return;
    const where = { id: holder.contactId, ...samePerson(facts.telegramUserId ?? null) };
    if (await tx.db.contact.findFirst({ where, select: { id: true } })) throw new LostRace('contact');
  };
  const added: string[] = [];
  // Sorted, so that parallel transactions with the same numbers wait for each other in one order.
  for (const e164 of [...new Set(facts.phones)].sort()) {
    const holder = await tx.db.contactPhone.findFirst({ where: { e164 }, select: { contactId: true } });
    if (holder) {
      await refuseRival(holder);
      continue;
    }
    const extension = e164 === facts.phones?.[0] ? (facts.extension ?? null) : null;
    const row = { id: newId(), contactId, e164, country: countryOf(e164), extension };
    const { count } = await tx.db.contactPhone.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) throw new LostRace('phone number');
    added.push('phones');
  }
  for (const email of [...new Set(facts.emails)].sort()) {
    const holder = await tx.db.contactEmail.findFirst({ where: { email }, select: { contactId: true } });
    if (holder) {
      await refuseRival(holder);
      continue;
    }
    const { count } = await tx.db.contactEmail.createMany({
      data: [{ id: newId(), contactId, email }],
      skipDuplicates: true,
    });
    if (count === 0) throw new LostRace('e-mail address');
    added.push('emails');
  }
  return [...new Set(added)];
}

function countryOf(e164: string | undefined): string | null {
  return e164 === undefined ? null : (parsePhone(e164, '')?.country ?? null);
}
