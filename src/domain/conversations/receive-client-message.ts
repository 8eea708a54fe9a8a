import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { parsePhone } from '#platform/phone-number.ts';
import { findContactByTelegram } from '#domain/contacts/find-by-telegram.ts';
import { findOrCreateContact } from '#domain/contacts/find-or-create-contact.ts';
import type { PersonFacts } from '#domain/contacts/find-or-create-contact.ts';
import type { Context } from '#domain/context.ts';
import { MessageMedia, firstOfAlbum } from '#domain/conversations/message-media.ts';
import { readOptOut } from '#domain/conversations/opt-out.ts';
import type { OptOut } from '#domain/conversations/opt-out.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { recordOptOut } from '#domain/conversations/record-opt-out.ts';
import { setDraftsStale } from '#domain/conversations/stale-drafts.ts';
import { insertLead } from '#domain/leads/insert-lead.ts';
import { keepOwner, pickOwner } from '#domain/leads/pick-owner.ts';
import { addBusinessMinutes, readBusinessHours } from '#domain/organizations/business-hours.ts';
import { LostRace, inTransactionOnce } from '#domain/lost-race.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { Transaction } from '#domain/transaction.ts';
import { languageOf } from '#domain/users/accept-invite.ts';
import { TelegramId } from '#domain/users/user-fields.ts';

export const ReceiveClientMessageInput = z.strictObject({
  /** The channel's own name of the chat, such as "bot:<bot id>:<chat id>". */
  externalChatId: z.string().min(1).max(200),
  externalMessageId: z.string().min(1).max(100),
  telegramUserId: TelegramId,
  username: z.string().max(64).nullish(),
  firstName: z.string().max(200),
  lastName: z.string().max(200).nullish(),
  languageCode: z.string().max(20).nullish(),
  text: z.string().max(20_000),
  media: MessageMedia.nullish(),
  sentAt: z.date(),
  /** The person's own number, from a contact that they shared of themselves. */
  phone: z.string().max(60).nullish(),
});
export type ReceiveClientMessageInput = z.input<typeof ReceiveClientMessageInput>;

export interface ReceivedMessage {
  conversationId: string;
  leadId: string | null;
  messageId: string;
  /** False when the message had come before. */
  isNew: boolean;
  /** What the message asked us to stop, so that the door can confirm it; null when nothing. */
  optOut: OptOut | null;
}

type Data = z.output<typeof ReceiveClientMessageInput>;

/** A closed lead whose person writes within this time is the same story; later it is a new one. */
const sameStoryMs = 30 * 24 * 3_600_000;

/**
 * Takes in what a client wrote: once per message id, however often it comes. The first message opens the conversation, the
 * contact and a lead; every new one makes waiting drafts stale, and a wish not to be called or written to is recorded.
 */
export async function receiveClientMessage(ctx: Context, input: ReceiveClientMessageInput): Promise<ReceivedMessage> {
  requireDoor(ctx);
  const data = parseInput(ReceiveClientMessageInput, input);
  const name = personName(data);
  const known = await findContactByTelegram(ctx.db, BigInt(data.telegramUserId));
  const contactId = known?.id ?? newId();
  // The timeline names the person as the one who did this; their record may be made by this very message.
  const asClient: Context = { ...ctx, actor: { kind: 'client', id: contactId, name } };
  return inTransactionOnce(asClient, (tx) => receive(tx, data, { name, newContactId: contactId }));
}

async function receive(
  tx: Transaction,
  data: Data,
  person: { name: string; newContactId: string },
): Promise<ReceivedMessage> {
  const conversation = await openConversation(tx, data, person);
  const messageId = newId();
  const { count } = await tx.db.message.createMany({
    data: [
      {
        id: messageId,
        conversationId: conversation.id,
        direction: 'incoming',
        status: 'received',
        externalMessageId: data.externalMessageId,
        text: data.text,
        ...(data.media ? { media: data.media } : {}),
        sentAt: data.sentAt,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) {
    const first = await tx.db.message.findFirstOrThrow({
      where: { conversationId: conversation.id, direction: 'incoming', externalMessageId: data.externalMessageId },
      select: { id: true },
    });
    return {
      conversationId: conversation.id,
      leadId: conversation.leadId,
      messageId: first.id,
      isNew: false,
      optOut: null,
    };
  }
  await tx.db.conversation.updateMany({ where: { id: conversation.id }, data: { unreadCount: { increment: 1 } } });
  await startClock(tx, conversation.id, data.sentAt);
  await tx.db.conversation.updateMany({
    where: { id: conversation.id, lastMessageAt: { lt: data.sentAt } },
    data: { lastMessageAt: data.sentAt },
  });
  await setDraftsStale(tx, conversation.id);
  const optOut = readOptOut(data.text);
  if (optOut) await recordOptOut(tx, { ...conversation, messageId, text: data.text }, optOut);
  tx.activity({
    kind: 'message.received',
    leadId: conversation.leadId,
    contactId: conversation.contactId,
    data: { messageId, text: data.text.slice(0, 500) },
    occurredAt: data.sentAt,
  });
  tx.audit({
    action: 'message.received',
    subjectType: 'message',
    subjectId: messageId,
    data: { conversationId: conversation.id },
  });
  const albumOf = data.media?.groupId ? await firstOfAlbum(tx, conversation.id, data.media.groupId, messageId) : null;
  tx.event('message.received', messageId, {
    conversationId: conversation.id,
    ...(data.media ? { hasMedia: true } : {}),
    ...(data.media?.groupId ? { isPart: true } : {}),
    ...(albumOf === null ? {} : { albumOf }),
  });
  return { conversationId: conversation.id, leadId: conversation.leadId, messageId, isNew: true, optOut };
}

/** The first message that nobody answered says by when an answer is due. */
async function startClock(tx: Transaction, conversationId: string, sentAt: Date): Promise<void> {
  const { timeZone, businessHours, firstReplySlaMinutes } = await tx.db.organization.findFirstOrThrow({
    select: { timeZone: true, businessHours: true, firstReplySlaMinutes: true },
  });
  const hours = readBusinessHours(businessHours);
  await tx.db.conversation.updateMany({
    where: { id: conversationId, waitingSince: null },
    data: {
      waitingSince: sentAt,
      replyDueAt: addBusinessMinutes(sentAt, firstReplySlaMinutes, { hours, timeZone }),
      overdueAt: null,
    },
  });
}

/** The chat's conversation with its person and lead, each made when it is not there. */
async function openConversation(tx: Transaction, data: Data, person: { name: string; newContactId: string }) {
  const { defaultCountry } = await tx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
  const phone = data.phone
    ? parsePhone(data.phone.startsWith('+') ? data.phone : `+${data.phone}`, defaultCountry)
    : null;
  const present = await tx.db.conversation.findFirst({ where: { externalChatId: data.externalChatId } });
  const facts: PersonFacts = {
    ...person,
    telegramUserId: BigInt(data.telegramUserId),
    telegramUsername: data.username ?? null,
    phones: phone ? [phone.e164] : [],
    language: languageOf(data.languageCode),
  };
  const { contactId } = await findOrCreateContact(tx, facts);
  await tx.db.contact.updateMany({
    where: { id: contactId, unreachableAt: { not: null } },
    data: { unreachableAt: null },
  });
  const lead = await openLead(tx, present, contactId, facts, data.text);
  if (present) {
    if (present.contactId !== contactId || present.leadId !== lead.id) {
      const ownerId = present.leadId === lead.id ? present.ownerId : lead.ownerId;
      await tx.db.conversation.updateMany({ where: { id: present.id }, data: { contactId, leadId: lead.id, ownerId } });
    }
    return { id: present.id, contactId, leadId: lead.id };
  }
  const id = newId();
  const { count } = await tx.db.conversation.createMany({
    data: [
      {
        id,
        externalChatId: data.externalChatId,
        contactId,
        leadId: lead.id,
        ownerId: lead.ownerId,
        lastMessageAt: data.sentAt,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new LostRace('conversation');
  tx.audit({
    action: 'conversation.opened',
    subjectType: 'conversation',
    subjectId: id,
    data: { contactId, leadId: lead.id },
  });
  return { id, contactId, leadId: lead.id };
}

/** The conversation's lead while its story goes on, else the person's newest open lead, else a new one. */
async function openLead(
  tx: Transaction,
  conversation: { leadId: string | null; ownerId: string | null } | null,
  contactId: string,
  facts: PersonFacts,
  wish: string,
) {
  const leadId = conversation?.leadId ?? null;
  const goesOn = {
    OR: [{ closedAt: null }, { closedAt: { gt: new Date(tx.ctx.clock.now().getTime() - sameStoryMs) } }],
  };
  const found =
    (leadId &&
      (await tx.db.lead.findFirst({
        where: { id: leadId, contactId, deletedAt: null, ...goesOn },
        select: { id: true, ownerId: true },
      }))) ||
    (await tx.db.lead.findFirst({
      where: { contactId, deletedAt: null, closedAt: null },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true, ownerId: true },
    }));
  if (found) return found;
  const contact = await tx.db.contact.findFirstOrThrow({
    where: { id: contactId },
    select: { ownerId: true },
  });
  const ownerId =
    (await keepOwner(tx, conversation?.ownerId, contact.ownerId)) ??
    (await pickOwner(tx, tx.ctx.actor, facts.language));
  const made = await insertLead(tx, {
    name: facts.name,
    person: facts,
    contactId,
    source: 'telegram',
    ownerId,
    note: wish.slice(0, 1000) || null,
  });
  await tx.db.contact.updateMany({ where: { id: contactId, ownerId: null }, data: { ownerId: made.ownerId } });
  return { id: made.leadId, ownerId: made.ownerId };
}

function personName(data: Data): string {
  const full = [data.firstName, data.lastName ?? '']
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
  return (full || (data.username ? `@${data.username}` : `Telegram ${data.telegramUserId}`)).slice(0, 200);
}
