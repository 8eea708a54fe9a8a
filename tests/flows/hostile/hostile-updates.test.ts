import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestCall } from '#domain/call-requests/request-call.ts';
import { jobs } from '#jobs/catalog.ts';
import type { UserActor } from '#domain/permissions.ts';
import type { SimUser } from '#sandbox/telegram/index.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import { until } from '#tests/support/child-process.ts';
import { fingerprint } from './fingerprint.ts';
import { hostileText, spoiledCopies } from './hostile-values.ts';
import { hostileStream, onEach, scaled } from './scale.ts';
import { createWebhookWorld, webhookBotId, webhookSecret } from './webhook-world.ts';
import type { WebhookWorld } from './webhook-world.ts';

let world: WebhookWorld;
let members: SimUser[];
let strangers: SimUser[];
let updateId = 1_000;
/** Where each member talks to the bot. */
const chats = new Map<number, string>();

beforeAll(async () => {
  world = await createWebhookWorld();
  const { manager, otherManager, approver, admin } = world.api.world;
  const { leadId } = await createRecords(world.api.world, world.api.world);
  members = [];
  for (const member of [manager, otherManager, approver, admin]) members.push(await join(member));
  strangers = [];
  for (let number = 0; number < 12; number += 1) {
    const user = await world.telegram.sim.createUser({ firstName: `Client ${number}` });
    await world.telegram.sim.openPrivateChat(user, 'flow_test_bot', { isStarted: true });
    strangers.push(user);
  }
  await requestCall(world.api.world.as(manager), { leadId, goal: 'Arrange a test drive' });
  await world.api.world.drain(jobs);
}, 60_000);
afterAll(() => world.close());

async function join(member: UserActor): Promise<SimUser> {
  const user = await world.telegram.sim.createUser({ firstName: member.name });
  const chat = await world.telegram.sim.openPrivateChat(user, 'flow_test_bot', { isStarted: true });
  await world.api.world.database.prisma.user.update({
    where: { id: member.id },
    data: { telegramUserId: BigInt(user.id), telegramChatId: BigInt(user.id), language: 'en' },
  });
  chats.set(user.id, chat.key);
  return user;
}

async function deliver(body: string, problems: string[]): Promise<void> {
  const startedMs = performance.now();
  const { status, body: answer } = await world.client
    .send({
      method: 'POST',
      path: `/api/webhooks/telegram/${webhookBotId}`,
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhookSecret },
      body,
    })
    .catch((error: unknown) => ({ status: 0, body: String(error) }));
  if (![200, 400, 413].includes(status)) problems.push(`${status} ${answer.slice(0, 200)} for ${body.slice(0, 500)}`);
  if (performance.now() - startedMs > 5_000) problems.push(`slow: ${body.slice(0, 300)}`);
}

/** All updates have ended: handled, or given up and kept for an admin. */
async function settled(): Promise<void> {
  await until(
    'all updates have ended',
    async () =>
      (await world.api.world.database.prisma.telegramUpdate.count({ where: { handledAt: null, parkedAt: null } })) ===
      0,
    { timeoutMs: 120_000, everyMs: 100 },
  );
}

async function countParked(): Promise<number> {
  return world.api.world.database.prisma.telegramUpdate.count({ where: { parkedAt: { not: null } } });
}

const unchanging = [
  'leads',
  'contacts',
  'contact_phones',
  'call_requests',
  'approvals',
  'calls',
  'call_attempts',
  'conversations',
  'messages',
  'drafts',
  'users',
  'stages',
  'pipelines',
  'organizations',
  'report_channels',
  'effects',
  'agents',
];

function pressBy(user: SimUser, message: { id: number }, data: string): string {
  updateId += 1;
  const from = { id: user.id, is_bot: false, first_name: 'X', language_code: 'en' };
  const chat = { id: user.id, type: 'private', first_name: 'X' };
  return JSON.stringify({
    update_id: updateId,
    callback_query: {
      id: String(updateId),
      from,
      chat_instance: '1',
      data,
      message: {
        message_id: message.id,
        date: 1_795_180_000,
        chat,
        from: { id: webhookBotId, is_bot: true, first_name: 'P' },
        text: 'card',
      },
    },
  });
}

test('Made-up, mutated and stolen button data changes nothing, whoever presses.', async () => {
  const { sim } = world.telegram;
  const genuine: { owner: number; data: string }[] = [];
  for (const user of members) {
    for (const message of await sim.history(chats.get(user.id) ?? ''))
      for (const { callback_data: data } of message.buttons.flat()) if (data) genuine.push({ owner: user.id, data });
  }
  expect(genuine.length).toBeGreaterThan(2);
  const people = [...members, ...strangers];
  const one = fc.constantFrom(...genuine);
  const data = fc.oneof(
    { weight: 2, arbitrary: hostileText.map((text) => ({ owner: 0, data: text.slice(0, 64) })) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(one, fc.nat({ max: 63 }), fc.constantFrom(...'aA0-_.iuyns%'.split('')))
        .map(([{ data: text }, at, character]) => ({
          owner: 0,
          data: text.slice(0, at % text.length) + character + text.slice((at % text.length) + 1),
        }))
        .filter(({ data: made }) => !genuine.some((known) => known.data === made)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(one, fc.nat({ max: 60 }))
        .map(([{ data: text }, at]) => ({ owner: 0, data: text.slice(0, Math.min(at, text.length - 1)) })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(one, one)
        .map(([a, b]) => ({ owner: 0, data: a.data.slice(0, 12) + b.data.slice(12) }))
        .filter(({ data: made }) => !genuine.some((known) => known.data === made)),
    },
    // Genuine, but of somebody else's chat.
    { weight: 4, arbitrary: one },
  );
  const presses = fc
    .tuple(fc.nat({ max: people.length - 1 }), data)
    .filter(([index, { owner }]) => people[index]?.id !== owner);
  const { pool } = world.api.world.database;
  const before = await fingerprint(pool, { only: unchanging });
  const parkedBefore = await countParked();
  const problems: string[] = [];
  await onEach(hostileStream('Presses', presses, scaled(2_000)), 12, async ([index, { data: given }]) => {
    const user = people[index];
    if (user) await deliver(pressBy(user, { id: 5 }, given), problems);
  });
  await settled();
  expect(problems).toEqual([]);
  expect(await fingerprint(pool, { only: unchanging })).toEqual(before);
  expect(await countParked()).toBe(parkedBefore);
}, 240_000);

test('Updates of every kind with missing and odd parts are stored or refused, and none of them holds up the others.', async () => {
  const person = strangers[0];
  if (!person) throw new Error('No stranger.');
  const from = { id: person.id, is_bot: false, first_name: 'X', language_code: 'en' };
  const chat = { id: person.id, type: 'private', first_name: 'X' };
  const message = {
    message_id: 7,
    date: 1_795_180_000,
    chat,
    from,
    text: 'Hello',
    entities: [{ type: 'bold', offset: 0, length: 5 }],
  };
  const channel = { id: -1_001, type: 'channel', title: 'C' };
  const bot = { id: webhookBotId, is_bot: true, first_name: 'P' };
  const updates: Record<string, unknown>[] = [
    { message },
    {
      message: {
        ...message,
        text: undefined,
        contact: { phone_number: '+79161234567', first_name: 'X', user_id: person.id },
      },
    },
    {
      message: {
        ...message,
        text: undefined,
        photo: [{ file_id: 'x', file_unique_id: 'y', width: 1, height: 1 }],
        caption: 'c',
      },
    },
    { message: { ...message, text: undefined, voice: { file_id: 'x', file_unique_id: 'y', duration: 1 } } },
    { message: { ...message, text: '/start abc', entities: [{ type: 'bot_command', offset: 0, length: 6 }] } },
    { message: { ...message, reply_to_message: { message_id: 6, date: 1, chat, from: bot, text: 'q' } } },
    { message: { ...message, text: undefined, migrate_to_chat_id: -5 } },
    { edited_message: { ...message, edit_date: 1_795_180_001 } },
    { channel_post: { message_id: 1, date: 1, chat: channel, text: 'post' } },
    { edited_channel_post: { message_id: 1, date: 1, chat: channel, text: 'post' } },
    { callback_query: { id: '1', from, chat_instance: '1', data: 'x', message } },
    { callback_query: { id: '1', from, chat_instance: '1', inline_message_id: 'i', game_short_name: 'g' } },
    {
      my_chat_member: {
        chat,
        from,
        date: 1,
        old_chat_member: { status: 'member', user: bot },
        new_chat_member: { status: 'kicked', user: bot, until_date: 0 },
      },
    },
    {
      chat_member: {
        chat: channel,
        from,
        date: 1,
        old_chat_member: { status: 'left', user: from },
        new_chat_member: { status: 'member', user: from },
      },
    },
    { inline_query: { id: '1', from, query: 'q', offset: '' } },
    { chosen_inline_result: { result_id: '1', from, query: 'q' } },
    { business_connection: { id: 'b', user: from, user_chat_id: person.id, date: 1, is_enabled: true } },
    { business_message: { ...message, business_connection_id: 'b' } },
    {
      poll: {
        id: '1',
        question: 'q',
        options: [],
        total_voter_count: 0,
        is_closed: true,
        is_anonymous: true,
        type: 'regular',
      },
    },
    { pre_checkout_query: { id: '1', from, currency: 'XTR', total_amount: 1, invoice_payload: 'p' } },
    {
      message_reaction: {
        chat,
        user: from,
        message_id: 1,
        date: 1,
        old_reaction: [],
        new_reaction: [{ type: 'emoji', emoji: '👍' }],
      },
    },
    { something_of_next_year: { id: 1, chat, from } },
  ];
  const bodies = fc.oneof(...updates.map((update) => spoiledCopies({ update_id: 1, ...update })));
  const problems: string[] = [];
  await onEach(hostileStream('Updates', bodies, scaled(2_500)), 12, async (body) => {
    updateId += 1;
    const sender = strangers[updateId % strangers.length] ?? person;
    const own = body.replaceAll(String(person.id), String(sender.id));
    // Mostly a number of its own: a repeat would be answered without being looked at.
    await deliver(updateId % 20 === 0 ? own : own.replace('"update_id":1,', `"update_id":${updateId},`), problems);
  });
  expect(problems).toEqual([]);
  await settled();

  const other = members[0];
  if (!other) throw new Error('No member.');
  updateId += 1;
  const asked = {
    update_id: updateId,
    message: {
      message_id: 99,
      date: 1_795_180_000,
      chat: { id: other.id, type: 'private' },
      from: { id: other.id, is_bot: false, first_name: 'M' },
      text: '/help',
      entities: [{ type: 'bot_command', offset: 0, length: 5 }],
    },
  };
  const before = (await world.telegram.sim.history(chats.get(other.id) ?? '')).length;
  await deliver(JSON.stringify(asked), problems);
  await until(
    'the bot still answers',
    async () => (await world.telegram.sim.history(chats.get(other.id) ?? '')).length > before,
  );
}, 240_000);
