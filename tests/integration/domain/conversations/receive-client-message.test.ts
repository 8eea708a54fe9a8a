import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLeadActivities } from '#domain/activities/list-lead-activities.ts';
import { editClientMessage } from '#domain/conversations/edit-client-message.ts';
import { findConversationForLead } from '#domain/conversations/find-conversation-for-lead.ts';
import { getConversation } from '#domain/conversations/get-conversation.ts';
import { listConversations } from '#domain/conversations/list-conversations.ts';
import { listMessages } from '#domain/conversations/list-messages.ts';
import { markRead } from '#domain/conversations/mark-read.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import type { ReceiveClientMessageInput } from '#domain/conversations/receive-client-message.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { deleteContact } from '#domain/contacts/delete-contact.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

let nextId = 5_000;
/** Messages of one new client. */
function aClient(facts: Partial<ReceiveClientMessageInput> = {}) {
  nextId += 1;
  const person = {
    externalChatId: `bot:1:${nextId}`,
    telegramUserId: String(nextId),
    firstName: 'Ирина',
    username: `irina${nextId}`,
    languageCode: 'ru',
    ...facts,
  };
  let messageId = 0;
  return {
    person,
    say: (text: string, more: Partial<ReceiveClientMessageInput> = {}) => {
      messageId += 1;
      return receiveClientMessage(world.system(), {
        ...person,
        externalMessageId: String(messageId),
        text,
        sentAt: new Date(),
        ...more,
      });
    },
  };
}

test('The first message opens a conversation, a contact and a lead with an owner; the timeline names the client.', async () => {
  const { say, person } = aClient({ lastName: 'Петрова' });
  const received = await say('Здравствуйте, сколько стоит?');
  expect(received).toMatchObject({ isNew: true, optOut: null });
  const admin = world.as(world.admin);
  const lead = await getLead(admin, { leadId: received.leadId ?? '' });
  expect(lead).toMatchObject({
    name: 'Ирина Петрова',
    source: 'telegram',
    contact: { telegramUserId: person.telegramUserId, telegramUsername: person.username, language: 'ru' },
  });
  expect(lead.owner).not.toBeNull();
  const conversation = await getConversation(admin, { conversationId: received.conversationId });
  expect(conversation).toMatchObject({
    lead: { id: lead.id },
    owner: lead.owner,
    unreadCount: 1,
    lastMessage: { text: 'Здравствуйте, сколько стоит?', direction: 'incoming' },
  });
  expect(conversation.lastMessage?.sentAt).toBeInstanceOf(Date);
  expect(await findConversationForLead(admin, { leadId: lead.id })).toEqual(conversation);
  const { items } = await listLeadActivities(admin, { leadId: lead.id });
  expect(items.map((item) => item.kind).toSorted()).toEqual(['lead.created', 'message.received']);
  for (const item of items) expect(item.actor).toEqual({ kind: 'client', id: lead.contact.id, name: 'Ирина Петрова' });
});

test('A message that comes thirty times at once is one message in one conversation of one lead.', async () => {
  const { say } = aClient();
  const received = await Promise.all(Array.from({ length: 30 }, () => say('привет', { externalMessageId: 'same' })));
  expect(new Set(received.map((one) => `${one.conversationId} ${one.messageId} ${one.leadId}`)).size).toBe(1);
  expect(received.filter((one) => one.isNew)).toHaveLength(1);
  const conversationId = received[0]?.conversationId ?? '';
  expect((await getConversation(world.as(world.admin), { conversationId })).unreadCount).toBe(1);
  expect(
    world.events.filter(
      (event) => event.type === 'message.received' && event.payload.conversationId === conversationId,
    ),
  ).toHaveLength(1);
});

test('Different first messages at once open one conversation and lose none.', async () => {
  const { say } = aClient();
  const received = await Promise.all(Array.from({ length: 10 }, (_unused, index) => say(`message ${index}`)));
  expect(new Set(received.map((one) => one.conversationId)).size).toBe(1);
  expect(new Set(received.map((one) => one.leadId)).size).toBe(1);
  const { items } = await listMessages(world.as(world.admin), {
    conversationId: received[0]?.conversationId ?? '',
    limit: 100,
  });
  expect(items).toHaveLength(10);
});

test('Somebody known by their number goes on with their lead and owner when they share it.', async () => {
  const lead = await createLead(world.as(world.otherManager), { name: 'Known', phone: '+79165550001' });
  const received = await aClient().say('Это я', { phone: '79165550001' });
  expect(received.leadId).toBe(lead.id);
  expect(
    (await getConversation(world.as(world.otherManager), { conversationId: received.conversationId })).owner?.id,
  ).toBe(world.otherManager.id);
});

test('Who writes again soon after their lead was closed stays with it; a deleted person starts anew.', async () => {
  const { say } = aClient();
  const first = await say('Куплю');
  const leadId = first.leadId ?? '';
  const { contact } = await moveLeadStage(world.as(world.admin), { leadId, stageId: world.stageIds[2] });
  expect((await say('Спасибо')).leadId).toBe(leadId);
  await deleteContact(world.as(world.admin), { contactId: contact.id });
  const again = await say('Снова я');
  expect(again.conversationId).toBe(first.conversationId);
  expect(again.leadId).not.toBe(leadId);
  expect((await getLead(world.as(world.admin), { leadId: again.leadId ?? '' })).contact.id).not.toBe(contact.id);
});

test('An edited message keeps what stood there before, and an old or repeated edit changes nothing.', async () => {
  const { say, person } = aClient();
  const { messageId, conversationId } = await say('Куплю два', { externalMessageId: '1' });
  const edit = (text: string, second: number) =>
    editClientMessage(world.system(), {
      externalChatId: person.externalChatId,
      externalMessageId: '1',
      text,
      editedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
    });
  expect(await edit('Куплю три', 10)).toEqual({ messageId, changed: true });
  expect(await edit('Куплю три', 10)).toEqual({ messageId, changed: false });
  expect(await edit('Куплю', 5)).toEqual({ messageId, changed: false });
  const [message] = (await listMessages(world.as(world.admin), { conversationId })).items;
  expect(message).toMatchObject({ text: 'Куплю три', versions: [{ text: 'Куплю два' }] });
  expect(
    await editClientMessage(world.system(), {
      externalChatId: person.externalChatId,
      externalMessageId: 'none',
      text: 'x',
      editedAt: new Date(),
    }),
  ).toBeNull();
});

test('A wish not to be called puts the number on the list and withdraws the consents, with the message as proof.', async () => {
  const { say } = aClient();
  await say('Добрый день', { phone: '+79165550002' });
  const received = await say('Больше не звоните мне, пожалуйста');
  expect(received.optOut).toEqual({ calls: true, messages: false, unsure: false });
  const lead = await getLead(world.as(world.admin), { leadId: received.leadId ?? '' });
  expect(lead.contact.doNotCall).toBe(true);
  const { prisma } = world.database;
  expect(await prisma.doNotCallEntry.findFirst({ where: { e164: '+79165550002' } })).toMatchObject({
    source: 'message',
  });
  const consents = await prisma.consent.findMany({ where: { contactId: lead.contact.id } });
  expect(consents.map((consent) => consent.kind).toSorted()).toEqual(['ai_call', 'call', 'marketing_call']);
  expect(consents[0]).toMatchObject({ granted: false, source: 'message', proof: { messageId: received.messageId } });
});

test('An unclear wish is shown on the timeline and records nothing.', async () => {
  const { say } = aClient();
  const received = await say('не звоните до 12');
  expect(received.optOut).toMatchObject({ unsure: true });
  const leadId = received.leadId ?? '';
  const kinds = (await listLeadActivities(world.as(world.admin), { leadId })).items.map((item) => item.kind);
  expect(kinds).toContain('optOut.unsure');
  expect((await getLead(world.as(world.admin), { leadId })).contact.doNotCall).toBe(false);
});

test('After "stop" nothing is sent until the client writes themselves.', async () => {
  const { say } = aClient();
  const { conversationId } = await say('СТОП');
  const send = () => sendMessage(world.as(world.admin), { conversationId, text: 'Ещё одно предложение' });
  await expect(send()).rejects.toMatchObject({ reason: 'message.clientOptedOut' });
  await say('Хотя нет, напишите цену');
  expect((await send()).status).toBe('queued');
});

test('Lists show a manager their own conversations, newest message first, over pages; reading clears the count.', async () => {
  const there = world.other;
  const system = world.system(there.organizationId);
  const ids: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const input = {
      externalChatId: `bot:2:${index}`,
      telegramUserId: String(9_000 + index),
      firstName: `Client ${index}`,
      externalMessageId: '1',
      text: 'hi',
      sentAt: new Date(Date.UTC(2026, 0, 1, 0, index)),
    };
    ids.push((await receiveClientMessage(system, input)).conversationId);
  }
  const first = await listConversations(world.as(there.admin), { limit: 5 });
  const second = await listConversations(world.as(there.admin), { limit: 5, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map((one) => one.id)).toEqual(ids.toReversed());
  const owned = await listConversations(world.as(there.manager), {});
  expect(owned.items.length).toBeGreaterThan(0);
  expect(owned.items.every((one) => one.owner?.id === there.manager.id)).toBe(true);
  const [conversation] = owned.items;
  await markRead(world.as(there.manager), { conversationId: conversation?.id ?? '' });
  const unread = (await listConversations(world.as(there.manager), { unread: true })).items.map((one) => one.id);
  expect(unread).toHaveLength(owned.items.length - 1);
  expect(unread).not.toContain(conversation?.id);
});

test('Conversations are hidden from other managers and organizations, and members cannot write as clients.', async () => {
  const { say, person } = aClient();
  const lead = await createLead(world.as(world.manager), { name: 'x', phone: '+79165550003' });
  const { conversationId } = await say('hi', { phone: '+79165550003' });
  expect((await findConversationForLead(world.as(world.manager), { leadId: lead.id }))?.id).toBe(conversationId);
  for (const user of [world.otherManager, world.other.admin]) {
    const ctx = world.as(user);
    await expect(getConversation(ctx, { conversationId })).rejects.toMatchObject({ reason: 'conversation.notFound' });
    await expect(listMessages(ctx, { conversationId })).rejects.toMatchObject({ reason: 'conversation.notFound' });
    await expect(markRead(ctx, { conversationId })).rejects.toMatchObject({ reason: 'conversation.notFound' });
    await expect(sendMessage(ctx, { conversationId, text: 'x' })).rejects.toMatchObject({
      reason: 'conversation.notFound',
    });
    expect(await findConversationForLead(ctx, { leadId: lead.id })).toBeNull();
  }
  const reader = world.as(world.analyst);
  expect((await getConversation(reader, { conversationId })).id).toBe(conversationId);
  await expect(sendMessage(reader, { conversationId, text: 'x' })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(markRead(reader, { conversationId })).rejects.toMatchObject({ reason: 'permission.missing' });
  const forged = { ...person, externalMessageId: '99', text: 'x', sentAt: new Date() };
  await expect(receiveClientMessage(world.as(world.admin), forged)).rejects.toMatchObject({
    reason: 'permission.missing',
  });
});
