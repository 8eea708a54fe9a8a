import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { parsePhone } from '#platform/phone-number.ts';
import { CompanyName, EmailText, TelegramUsername } from '#domain/contacts/contact-fields.ts';
import type { PersonFacts } from '#domain/contacts/find-or-create-contact.ts';
import { findOrCreateContact } from '#domain/contacts/find-or-create-contact.ts';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { sortOutCustomFields } from '#domain/custom-fields/validate-custom-fields.ts';
import { insertLead } from '#domain/leads/insert-lead.ts';
import { LeadName, LeadSource } from '#domain/leads/lead-fields.ts';
import { requireAssignable } from '#domain/leads/pick-owner.ts';
import { LostRace, inTransactionOnce } from '#domain/lost-race.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { Transaction } from '#domain/transaction.ts';
import { TelegramId, UserLanguage } from '#domain/users/user-fields.ts';

const senderFields = {
  /** The sender's id of this fact: coming again with it changes nothing and answers as the first time. */
  externalId: z.string().trim().min(1).max(200),
  /** Read leniently: what is no number or address is kept as text, so that no inquiry is lost over it. */
  phone: z.string().trim().max(100).nullish(),
  email: z.string().trim().max(254).nullish(),
  telegramUsername: z.string().trim().max(100).nullish(),
  telegramUserId: TelegramId.nullish(),
  companyName: CompanyName.nullish(),
  language: UserLanguage.nullish(),
};

const IncomingLead = z.strictObject({
  type: z.literal('lead'),
  ...senderFields,
  name: LeadName,
  source: LeadSource.nullish(),
  note: z.string().trim().max(10_000).nullish(),
  pipelineId: z.uuid().nullish(),
  stageId: z.uuid().nullish(),
  ownerId: z.uuid().nullish(),
  /** Read leniently too: what no field of the organization takes is kept in the note. */
  customFields: z.record(z.string().max(200), z.unknown()).nullish(),
});
const IncomingMessage = z.strictObject({
  type: z.literal('message'),
  ...senderFields,
  name: LeadName.nullish(),
  text: z.string().trim().min(1).max(10_000),
  source: LeadSource.nullish(),
  sentAt: z.iso.datetime({ offset: true }).nullish(),
});
const IncomingCall = z.strictObject({
  type: z.literal('call'),
  ...senderFields,
  name: LeadName.nullish(),
  direction: z.enum(['incoming', 'outgoing']).default('incoming'),
  startedAt: z.iso.datetime({ offset: true }).nullish(),
  durationSec: z.int().min(0).max(86_400).nullish(),
  managerName: z.string().trim().min(1).max(200).nullish(),
  note: z.string().trim().max(10_000).nullish(),
});

export const ReceiveIncomingInput = z.discriminatedUnion('type', [IncomingLead, IncomingMessage, IncomingCall]);
export type ReceiveIncomingInput = z.input<typeof ReceiveIncomingInput>;

/** What became of an incoming fact; `id` is the lead's, the timeline entry's or the call's. */
export interface IncomingResult {
  type: 'lead' | 'message' | 'call';
  id: string;
  leadId: string;
}

/**
 * Takes a lead, a message or a call from anywhere, once per sender and `externalId`; repeats, also parallel ones, answer
 * as the first. `incomingTokenId` tells senders apart.
 */
export async function receiveIncoming(
  ctx: Context,
  incomingTokenId: string,
  input: ReceiveIncomingInput,
): Promise<IncomingResult> {
  requireDoor(ctx);
  const data = parseInput(ReceiveIncomingInput, input);
  return inTransactionOnce(ctx, async (tx) => {
    const dedupeKey = `${incomingTokenId}:${data.type}:${data.externalId}`;
    const first = await tx.db.webhookDelivery.findFirst({
      where: { provider: 'incoming-fact', dedupeKey },
      select: { result: true },
    });
    if (first) return Result.parse(first.result);
    const result = await write(tx, data);
    const { count } = await tx.db.webhookDelivery.createMany({
      data: [
        {
          id: newId(),
          organizationId: ctx.organizationId,
          provider: 'incoming-fact',
          dedupeKey,
          body: '',
          headers: {},
          handledAt: ctx.clock.now(),
          result: { ...result },
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) throw new LostRace('incoming fact');
    return result;
  });
}

const Result = z.object({ type: z.enum(['lead', 'message', 'call']), id: z.uuid(), leadId: z.uuid() });
type Data = z.output<typeof ReceiveIncomingInput>;

async function write(tx: Transaction, data: Data): Promise<IncomingResult> {
  const { person, unread } = await readPerson(tx, data);
  const source = (data.type === 'call' ? null : data.source) ?? 'webhook';
  if (data.type === 'lead') {
    if (data.ownerId) await requireAssignable(tx, data.ownerId);
    const custom = await sortOutCustomFields(tx, 'lead', data.customFields ?? {});
    const { leadId } = await insertLead(tx, {
      name: data.name,
      person,
      source,
      note: noteOf([data.note ?? '', ...unread, ...custom.unread]),
      pipelineId: data.pipelineId ?? null,
      stageId: data.stageId ?? null,
      ownerId: data.ownerId ?? null,
      customFields: custom.values,
    });
    return { type: 'lead', id: leadId, leadId };
  }
  // A lead that a message opens says at first sight what the person wants.
  const opening = data.type === 'message' ? [data.text, ...unread] : unread;
  const { leadId, contactId } = await findOrOpenLead(tx, person, source, opening);
  if (data.type === 'message') {
    const occurredAt = data.sentAt ? { occurredAt: new Date(data.sentAt) } : {};
    const id = tx.activity({
      kind: 'message.received',
      leadId,
      contactId,
      data: { text: data.text, source },
      ...occurredAt,
    });
    tx.audit({ action: 'message.received', subjectType: 'lead', subjectId: leadId, data: { activityId: id, source } });
    tx.event('lead.noteAdded', leadId, { activityId: id });
    return { type: 'message', id, leadId };
  }
  return { type: 'call', id: await writeCall(tx, data, { leadId, contactId, person }), leadId };
}

/** The lines as one note, cut where a note ends. */
function noteOf(lines: string[]): string | null {
  return (
    lines
      .filter((line) => line !== '')
      .join('\n')
      .slice(0, 10_000) || null
  );
}

async function writeCall(
  tx: Transaction,
  data: z.output<typeof IncomingCall>,
  about: { leadId: string; contactId: string; person: PersonFacts },
): Promise<string> {
  const { leadId, contactId, person } = about;
  const id = newId();
  const startedAt = data.startedAt ? new Date(data.startedAt) : tx.ctx.clock.now();
  const durationSec = data.durationSec ?? null;
  const lead = await tx.db.lead.findFirstOrThrow({ where: { id: leadId }, select: { ownerId: true } });
  await tx.db.call.create({
    data: {
      id,
      leadId,
      contactId,
      managerId: lead.ownerId,
      source: 'incoming',
      direction: data.direction,
      status: durationSec === 0 ? 'not_connected' : 'ended',
      phone: person.phones?.[0] ?? null,
      clientName: person.name,
      managerName: data.managerName ?? null,
      outcome: durationSec === 0 ? 'no_answer' : 'talked',
      startedAt,
      durationSec,
      ...(durationSec === null ? {} : { endedAt: new Date(startedAt.getTime() + durationSec * 1_000) }),
    },
  });
  tx.activity({
    kind: 'call.recorded',
    leadId,
    contactId,
    data: { callId: id, direction: data.direction, durationSec, note: data.note ?? null },
    occurredAt: startedAt,
  });
  tx.audit({ action: 'call.recorded', subjectType: 'call', subjectId: id, data: { leadId } });
  tx.event('lead.changed', leadId, { fields: ['calls'] });
  return id;
}

async function readPerson(tx: Transaction, data: Data): Promise<{ person: PersonFacts; unread: string[] }> {
  const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
  const phone = data.phone ? parsePhone(data.phone, defaultCountry) : null;
  const email = EmailText.safeParse(data.email);
  const username = TelegramUsername.safeParse(data.telegramUsername);
  const unread = [
    ...(data.phone && !phone ? [data.phone] : []),
    ...(data.email && !email.success ? [data.email] : []),
    ...(data.telegramUsername && !username.success ? [data.telegramUsername] : []),
  ];
  const name =
    data.name ?? phone?.e164 ?? (email.success ? email.data : username.success ? `@${username.data}` : data.externalId);
  return {
    person: {
      name,
      phones: phone ? [phone.e164] : [],
      extension: phone?.extension ?? null,
      emails: email.success ? [email.data] : [],
      telegramUserId: data.telegramUserId ? BigInt(data.telegramUserId) : null,
      telegramUsername: username.success ? username.data : null,
      companyName: data.companyName ?? null,
      language: data.language ?? null,
    },
    unread,
  };
}

/** The person's newest open lead, or a new one: a message or a call continues a story where there is one. */
async function findOrOpenLead(tx: Transaction, person: PersonFacts, source: string, unread: string[]) {
  const { contactId, isNew } = await findOrCreateContact(tx, person);
  const open = isNew
    ? null
    : await tx.db.lead.findFirst({
        where: { contactId, deletedAt: null, closedAt: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true },
      });
  if (open) return { leadId: open.id, contactId };
  // The contact is found again by its id: a person without any identity could not be found otherwise.
  const { leadId } = await insertLead(tx, {
    name: person.name,
    person,
    contactId,
    source,
    note: unread.join('\n') || null,
  });
  return { leadId, contactId };
}
