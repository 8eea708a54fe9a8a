import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { clientOf, count, id, idOf, lastPage, moment, refusal, text } from '#tests/wire/api/exchange.ts';
import type { Client } from '#tests/wire/api/exchange.ts';

let api: ApiWorld;
let records: ApiRecords;
let manager: Client;

beforeAll(async () => {
  api = await createApiWorld();
  records = await createRecords(api.world, api.world);
  manager = clientOf(api, api.world.manager);
});
afterAll(() => api.close());

const me = () => ({ id: api.world.manager.id, name: api.world.manager.name });
const chat = (facts: object) => ({
  id: records.conversationId,
  channel: text,
  contact: { id: records.contactId, name: 'Secret client' },
  lead: { id: records.leadId, name: 'Secret lead' },
  owner: me(),
  unreadCount: 1,
  waitingSince: null,
  replyDueAt: null,
  lastMessage: expect.stringContaining('message'),
  lastMessageAt: moment,
  createdAt: moment,
  ...facts,
});
const message = (facts: object) => ({
  id,
  chatId: records.conversationId,
  direction: 'outgoing',
  status: 'queued',
  text: 'Ждём вас в субботу.',
  media: null,
  fileId: null,
  author: me(),
  error: null,
  sentAt: moment,
  editedAt: null,
  deletedAt: null,
  ...facts,
});

test.each(['/api/messaging/chats', '/api/chats', '/api/messaging/inbox'])(
  'GET %s answers a page of chats',
  async (path) => {
    const page = await manager(`GET ${path}`);
    expect([page.status, page.body]).toEqual([200, lastPage(chat({}))]);
  },
);

test('GET /api/messaging/messages is paged, and each message has an address', async () => {
  const first = await manager(`GET /api/messaging/messages?chatId=${records.conversationId}&limit=2`);
  expect([first.status, first.body]).toEqual([
    200,
    { items: [message({ status: text, text }), message({ status: text, text })], nextCursor: text },
  ]);
  const one = await manager(`GET /api/messaging/messages/${records.failedMessageId}`);
  const failed = message({ id: records.failedMessageId, status: 'failed', text: 'Secret failed message' });
  expect([one.status, one.body]).toEqual([200, failed]);
  const whose = await manager('GET /api/messaging/messages');
  expect([whose.status, whose.body]).toMatchObject([422, { fields: [{ field: 'chatId', problem: text }] }]);
});

test('a chat is marked read and the counts follow', async () => {
  const stats = (unread: number) => ({
    ...{ unreadChats: unread, unreadMessages: unread, waiting: count, overdue: count, unowned: count },
    oldestWaitingSince: null,
  });
  const before = await manager('GET /api/messaging/stats');
  expect([before.status, before.body]).toEqual([200, stats(1)]);
  const read = await manager(`POST /api/messaging/chats/${records.conversationId}/mark-all-read`);
  expect([read.status, read.body]).toEqual([200, { message: text }]);
  expect((await manager('GET /api/messaging/stats')).body).toEqual(stats(0));
});

test('a draft is shown, listed, sent with an edited text, discarded and generated', async () => {
  const draft = (facts: object) => ({
    ...{ id, conversationId: records.conversationId, leadId: records.leadId, callId: null, status: 'ready' },
    ...{ text: 'Secret draft', hint: null, engine: null, error: null, revision: 1, clientName: 'Secret client' },
    ...{ clientMessage: null, createdAt: moment, ...facts },
  });
  const path = `/api/ai/drafts/${records.draftId}`;
  const shown = await manager(`GET ${path}`);
  expect([shown.status, shown.body]).toEqual([200, draft({})]);
  expect((await manager('GET /api/ai/drafts')).body).toEqual(lastPage(draft({})));
  const sent = await manager(`POST ${path}/send`, { text: 'Добрый день!' });
  expect([sent.status, sent.body]).toEqual([200, message({ text: 'Добрый день!' })]);
  const twice = await manager(`POST ${path}/send`, {});
  expect([twice.status, twice.body]).toMatchObject([409, refusal('conflict', { reason: text })]);

  const clientMessage = { text: 'Secret message', sentAt: moment };
  const asked = await manager('POST /api/ai/drafts/generate', {
    conversationId: records.conversationId,
    hint: 'Предложить два времени',
  });
  expect([asked.status, asked.body]).toEqual([
    202,
    draft({ status: 'generating', text: '', hint: 'Предложить два времени', clientMessage }),
  ]);
  const discarded = await manager(`POST /api/ai/drafts/${idOf(asked)}/discard`);
  expect([discarded.status, discarded.body]).toEqual([200, { message: text }]);
});

test('POST /api/messaging/send answers with the message on its way', async () => {
  const sent = await manager('POST /api/messaging/send', {
    chatId: records.conversationId,
    text: 'Ждём вас в субботу.',
  });
  expect([sent.status, sent.body]).toEqual([201, message({})]);
  const foreign = clientOf(api, api.world.other.admin);
  const refused = await foreign('POST /api/messaging/send', { chatId: records.conversationId, text: 'Привет' });
  expect([refused.status, refused.body]).toEqual([404, refusal('not_found', { reason: text })]);
});

test('POST /api/emails queues a letter', async () => {
  const letter = { leadId: records.leadId, to: ['maria@wire.example'], subject: 'Договор', text: 'Добрый день!' };
  const queued = await manager('POST /api/emails', letter);
  expect([queued.status, queued.body]).toEqual([
    201,
    {
      ...{ id, status: 'queued', contactId: records.contactId, dealId: null, from: 'sales@example.test', cc: [] },
      ...{ ...letter, html: null, attachments: [], author: me(), templateId: null },
      ...{ response: null, error: null, sentAt: null, createdAt: moment },
    },
  ]);
});
