import { defineRead } from '#platform/database/read.ts';
import type { Context } from '#domain/context.ts';
import type { Identities } from '#domain/erasures/identity-hashes.ts';
import { notFound } from '#domain/not-found.ts';

/** Where a person is found in the organization's data. */
export interface Traces {
  /** The contact and those that were merged into it. */
  contactIds: string[];
  leadIds: string[];
  dealIds: string[];
  callIds: string[];
  conversationIds: string[];
  importIds: string[];
  exportIds: string[];
  /** Stored files that hold something of the person. */
  fileIds: string[];
  identities: Identities & { name: string };
}

const importsWith = defineRead<
  [recordIds: string[], phones: string[], emails: string[]],
  { id: string; fileId: string }
>(
  'erasure-imports',
  `SELECT DISTINCT i.id, i.file_id AS "fileId" FROM imports i
   JOIN import_rows r ON r.organization_id = $1 AND r.import_id = i.id
   WHERE i.organization_id = $1 AND (r.record_id = ANY ($2::uuid[])
     OR r.values->'ready'->>'phone' = ANY ($3::text[]) OR r.values->'ready'->>'email' = ANY ($4::text[]))`,
);

/** Finds everything that belongs to a person; `contact.notFound` when there is no such contact, deleted ones included. */
export async function collectTraces(ctx: Context, contactId: string): Promise<Traces> {
  const { db } = ctx;
  const contact = await db.contact.findFirst({ where: { id: contactId } });
  if (!contact) throw notFound('contact');
  const merged = await db.contact.findMany({ where: { mergedIntoId: contactId }, select: { id: true } });
  const contactIds = [contactId, ...merged.map(({ id }) => id)];
  const ofPerson = { contactId: { in: contactIds } };
  const id = { id: true } as const;
  const [phones, emails, leads, deals, conversations] = await Promise.all([
    db.contactPhone.findMany({ where: ofPerson, select: { e164: true } }),
    db.contactEmail.findMany({ where: ofPerson, select: { email: true } }),
    db.lead.findMany({ where: ofPerson, select: id }),
    db.deal.findMany({ where: ofPerson, select: id }),
    db.conversation.findMany({ where: ofPerson, select: id }),
  ]);
  const identities = {
    name: contact.name,
    phones: phones.map(({ e164 }) => e164),
    emails: emails.map(({ email }) => email),
    telegramUserId: contact.telegramUserId,
    telegramUsername: contact.telegramUsername,
  };
  const leadIds = leads.map((row) => row.id);
  const dealIds = deals.map((row) => row.id);
  const conversationIds = conversations.map((row) => row.id);
  const ofRecords = [ofPerson, { leadId: { in: leadIds } }, { dealId: { in: dealIds } }];
  const [calls, messages, notes, mails, imports, exports] = await Promise.all([
    db.call.findMany({
      where: { OR: [ofPerson, { leadId: { in: leadIds } }, { phone: { in: identities.phones } }] },
      select: { id: true, recordingFileId: true },
    }),
    db.message.findMany({
      where: { conversationId: { in: conversationIds }, fileId: { not: null } },
      select: { fileId: true },
    }),
    db.note.findMany({ where: { OR: ofRecords, fileId: { not: null } }, select: { fileId: true } }),
    db.email.findMany({ where: { OR: ofRecords }, select: { attachmentIds: true } }),
    ctx.read(importsWith, [...contactIds, ...leadIds, ...dealIds], identities.phones, identities.emails),
    // A file written since the person is known may name them.
    db.export.findMany({
      where: { fileId: { not: null }, createdAt: { gte: contact.createdAt } },
      select: { id: true, fileId: true },
    }),
  ]);
  const fileIds = [
    ...calls.map(({ recordingFileId }) => recordingFileId),
    ...[...messages, ...notes, ...exports, ...imports].map(({ fileId }) => fileId),
    ...mails.flatMap(({ attachmentIds }) => attachmentIds),
  ].filter((one) => one !== null);
  return {
    ...{ contactIds, leadIds, dealIds, conversationIds, identities },
    callIds: calls.map((row) => row.id),
    importIds: imports.map((row) => row.id),
    exportIds: exports.map((row) => row.id),
    fileIds: [...new Set(fileIds)],
  };
}

/** A text without the person's name, numbers and addresses: what stays must not name them. */
export function blankWords(text: string, { identities }: Traces): string {
  const { name, phones, emails, telegramUsername } = identities;
  const words = [name, ...phones, ...emails, ...(telegramUsername ? [telegramUsername] : [])];
  return words.reduce((rest, word) => (word.length > 1 ? rest.replaceAll(word, '…') : rest), text);
}
