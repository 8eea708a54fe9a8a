import { AppError } from '#platform/errors.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import { requireDeal } from '#domain/deals/policy.ts';
import { requireLead } from '#domain/leads/policy.ts';
import { invalidInput } from '#domain/parse-input.ts';
import type { Transaction } from '#domain/transaction.ts';

/** What an e-mail is about. */
export interface EmailRecord {
  leadId: string | null;
  contactId: string | null;
  dealId: string | null;
}

/** The records that an e-mail is written on, each of which the actor must see, with the person behind them. */
export async function requireEmailRecord(
  tx: Transaction,
  given: {
    leadId?: string | null | undefined;
    contactId?: string | null | undefined;
    dealId?: string | null | undefined;
  },
): Promise<EmailRecord> {
  const { ctx, db } = tx;
  const lead = given.leadId ? await requireLead(ctx, db, given.leadId) : null;
  const deal = given.dealId ? await requireDeal(ctx, db, given.dealId) : null;
  if (given.contactId) await requireContact(ctx, db, given.contactId);
  if (!lead && !deal && !given.contactId)
    throw invalidInput([{ field: 'leadId', problem: 'a lead, a contact or a deal is needed' }]);
  const contactId = given.contactId ?? lead?.contactId ?? deal?.contactId ?? null;
  if (lead && given.contactId && lead.contactId !== given.contactId)
    throw invalidInput([{ field: 'contactId', problem: 'is not the contact of this lead' }]);
  return { leadId: lead?.id ?? null, contactId, dealId: deal?.id ?? null };
}

/** The addresses that were given, or the contact's first one; `email.noAddress` when there is none. */
export async function recipientsOf(tx: Transaction, record: EmailRecord, given: string[]): Promise<string[]> {
  if (given.length > 0) return given;
  const known =
    record.contactId === null
      ? null
      : await tx.db.contactEmail.findFirst({
          where: { contactId: record.contactId },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          select: { email: true },
        });
  if (known) return [known.email];
  throw new AppError('conflict', 'email.noAddress', 'There is no e-mail address here: name one in `to`.');
}

/** Refuses with `message.clientOptedOut` when the contact, or whoever has one of the addresses, wants no messages. */
export async function requireWelcome(tx: Transaction, record: EmailRecord, addresses: string[]): Promise<void> {
  const owners = await tx.db.contactEmail.findMany({
    where: { email: { in: addresses } },
    select: { contactId: true },
    take: addresses.length,
  });
  const contactIds = [
    ...new Set([...owners.map(({ contactId }) => contactId), ...(record.contactId === null ? [] : [record.contactId])]),
  ];
  if (contactIds.length === 0) return;
  const words = await tx.db.consent.findMany({
    where: { contactId: { in: contactIds }, kind: 'message' },
    distinct: ['contactId'],
    orderBy: [{ contactId: 'asc' }, { recordedAt: 'desc' }, { id: 'desc' }],
    select: { granted: true },
  });
  if (words.every(({ granted }) => granted)) return;
  throw new AppError('conflict', 'message.clientOptedOut', 'This person asked not to be written to.');
}
