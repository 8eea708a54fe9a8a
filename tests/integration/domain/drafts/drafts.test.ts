import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ProviderError } from '#platform/errors.ts';
import { listMessages } from '#domain/conversations/list-messages.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { discardDraft } from '#domain/drafts/discard-draft.ts';
import { failDraft } from '#domain/drafts/fail-draft.ts';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { listDrafts } from '#domain/drafts/list-drafts.ts';
import { regenerateDraft } from '#domain/drafts/regenerate-draft.ts';
import { requestDraft } from '#domain/drafts/request-draft.ts';
import { sendDraft } from '#domain/drafts/send-draft.ts';
import { writeDraft } from '#domain/drafts/write-draft.ts';
import { assignLead } from '#domain/leads/assign-lead.ts';
import type { DraftReplyInput, Llm } from '#domain/ports/llm.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const asked: DraftReplyInput[] = [];
let reply: Llm['draftReply'];
const llm: Llm = {
  engine: 'test-model',
  analyzeCall: () => Promise.reject(new Error('not asked')),
  draftReply: (input, onText) => reply(input, onText),
  test: async () => ({ ok: true, message: 'ok' }),
};
const usage = { inputTokens: 10, outputTokens: 5, costMicros: 7 };

let world: TestWorld;
let nextId = 700;
beforeAll(async () => {
  world = await createTestWorld({ ports: { llm: async () => llm } });
});
afterAll(() => world.close());
beforeEach(() => {
  asked.length = 0;
  reply = async (input, onText) => {
    asked.push(input);
    onText('Добрый');
    onText('Добрый день!');
    return { value: 'Добрый день!', engine: 'test-model', usage };
  };
});

async function aConversation() {
  nextId += 1;
  const person = { externalChatId: `bot:1:${nextId}`, telegramUserId: String(nextId), firstName: 'Ольга' };
  let messageId = 0;
  const say = (text: string) => {
    messageId += 1;
    return receiveClientMessage(world.system(), {
      ...person,
      externalMessageId: String(messageId),
      text,
      sentAt: new Date(),
    });
  };
  const { conversationId, leadId } = await say('Сколько стоит доставка?');
  await assignLead(world.as(world.admin), { leadId: leadId ?? '', ownerId: world.manager.id });
  return { conversationId, leadId, say };
}
async function aReadyDraft() {
  const conversation = await aConversation();
  const draft = await requestDraft(world.system(), { conversationId: conversation.conversationId });
  await writeDraft(world.system(), { draftId: draft.id, revision: draft.revision }, () => undefined);
  return { ...conversation, draftId: draft.id, revision: draft.revision };
}
const manager = () => world.as(world.manager);

test('A draft belongs to the owner, is written from the conversation in its language, and streams while it grows.', async () => {
  const { conversationId, leadId } = await aConversation();
  const requested = await requestDraft(world.system(), { conversationId, hint: 'короче' });
  expect(requested).toMatchObject({
    status: 'generating',
    ownerId: world.manager.id,
    leadId,
    clientName: 'Ольга',
    clientMessage: { text: 'Сколько стоит доставка?' },
    revision: 1,
  });
  const seen: string[] = [];
  expect(await writeDraft(world.system(), { draftId: requested.id, revision: 1 }, (text) => seen.push(text))).toEqual({
    written: true,
  });
  expect(seen).toEqual(['Добрый', 'Добрый день!']);
  expect(asked).toEqual([
    {
      language: 'ru',
      managerName: world.manager.name,
      clientName: 'Ольга',
      messages: [{ from: 'client', text: 'Сколько стоит доставка?' }],
      callSummary: null,
      nextSteps: [],
      hint: 'короче',
    },
  ]);
  expect(await getDraft(manager(), { draftId: requested.id })).toMatchObject({
    status: 'ready',
    text: 'Добрый день!',
    engine: 'test-model',
  });
  expect(await world.database.prisma.aiUsage.count({ where: { purpose: 'draft', ok: true, outputTokens: 5 } })).toBe(1);
});

test('Nothing is sent before a tap; ten taps at once send one message with exactly the text that was shown.', async () => {
  const { draftId, revision, conversationId } = await aReadyDraft();
  expect((await listMessages(manager(), { conversationId })).items).toHaveLength(1);
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => sendDraft(manager(), { draftId, revision })),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ reason: 'draft.alreadyHandled' });
  }
  const { items } = await listMessages(manager(), { conversationId });
  expect(items.map((message) => [message.direction, message.text, message.draftId])).toEqual([
    ['outgoing', 'Добрый день!', draftId],
    ['incoming', 'Сколько стоит доставка?', null],
  ]);
});

test('The edited text goes out in place of the proposed one.', async () => {
  const { draftId, revision } = await aReadyDraft();
  expect((await sendDraft(manager(), { draftId, revision, text: '  Правленый ответ ' })).text).toBe('Правленый ответ');
});

test('A draft goes stale when the client writes again, and sending it says so.', async () => {
  const { draftId, revision, say } = await aReadyDraft();
  await say('И ещё вопрос');
  expect((await getDraft(manager(), { draftId })).status).toBe('stale');
  await expect(sendDraft(manager(), { draftId, revision })).rejects.toMatchObject({ reason: 'draft.stale' });
  const again = await regenerateDraft(manager(), { draftId });
  expect(again).toMatchObject({ status: 'generating', revision: 2, clientMessage: { text: 'И ещё вопрос' } });
});

test('The client who writes while the model does makes its text obsolete: it is not stored as ready.', async () => {
  const { conversationId, say } = await aConversation();
  const draft = await requestDraft(world.system(), { conversationId });
  const answer = reply;
  reply = async (input, onText) => {
    await say('Передумал');
    return answer(input, onText);
  };
  expect(await writeDraft(world.system(), { draftId: draft.id, revision: 1 }, () => undefined)).toEqual({
    written: false,
  });
  expect(await getDraft(manager(), { draftId: draft.id })).toMatchObject({ status: 'stale', text: '' });
});

test('A new revision is asked for with a hint; the button of the old one is refused.', async () => {
  const { draftId, revision } = await aReadyDraft();
  const again = await regenerateDraft(manager(), { draftId, hint: 'предложи вторник' });
  await expect(sendDraft(manager(), { draftId, revision: again.revision })).rejects.toMatchObject({
    reason: 'draft.notReady',
  });
  expect(await writeDraft(world.system(), { draftId, revision }, () => undefined)).toEqual({ written: false });
  await writeDraft(world.system(), { draftId, revision: again.revision }, () => undefined);
  expect(asked.at(-1)?.hint).toBe('предложи вторник');
  await expect(sendDraft(manager(), { draftId, revision })).rejects.toMatchObject({
    reason: 'draft.stale',
    params: { revision: 2 },
  });
  expect((await sendDraft(manager(), { draftId, revision: again.revision })).status).toBe('queued');
});

test('A discarded draft is neither sent nor written again; discarding twice is once, discarding a sent one is refused.', async () => {
  const first = await aReadyDraft();
  expect((await discardDraft(manager(), { draftId: first.draftId })).status).toBe('discarded');
  expect((await discardDraft(manager(), { draftId: first.draftId })).status).toBe('discarded');
  await expect(sendDraft(manager(), first)).rejects.toMatchObject({ reason: 'input.invalid' });
  await expect(sendDraft(manager(), { draftId: first.draftId, revision: 1 })).rejects.toMatchObject({
    reason: 'draft.alreadyHandled',
  });
  await expect(regenerateDraft(manager(), { draftId: first.draftId })).rejects.toMatchObject({
    reason: 'draft.alreadyHandled',
  });
  const second = await aReadyDraft();
  await sendDraft(manager(), { draftId: second.draftId, revision: second.revision });
  await expect(discardDraft(manager(), { draftId: second.draftId })).rejects.toMatchObject({
    reason: 'draft.alreadyHandled',
  });
});

test('A failing model is tried again while it may pass; a final failure and an empty answer stand on the draft.', async () => {
  const { conversationId } = await aConversation();
  const draft = await requestDraft(world.system(), { conversationId });
  const write = () => writeDraft(world.system(), { draftId: draft.id, revision: 1 }, () => undefined);
  reply = () => Promise.reject(new ProviderError('openai', 'retryable', 'rate_limited', 'Slow down.'));
  await expect(write()).rejects.toMatchObject({ detail: 'rate_limited' });
  expect((await getDraft(manager(), { draftId: draft.id })).status).toBe('generating');
  reply = () => Promise.reject(new ProviderError('openai', 'permanent', 'unauthorized', 'The key was refused.'));
  expect(await write()).toEqual({ written: false });
  expect(await getDraft(manager(), { draftId: draft.id })).toMatchObject({
    status: 'failed',
    error: 'The key was refused.',
  });
  await regenerateDraft(manager(), { draftId: draft.id });
  reply = async () => ({ value: '  \n', engine: 'test-model', usage });
  await writeDraft(world.system(), { draftId: draft.id, revision: 2 }, () => undefined);
  expect((await getDraft(manager(), { draftId: draft.id })).status).toBe('failed');
  await failDraft(world.system(), { draftId: draft.id, revision: 1, error: 'late' });
  expect((await getDraft(manager(), { draftId: draft.id })).error).not.toBe('late');
});

test('A draft that a member asks for replaces the older one, as an answer by hand does; the system asks for one draft only.', async () => {
  const { draftId, conversationId } = await aReadyDraft();
  expect((await requestDraft(world.system(), { conversationId })).id).toBe(draftId);
  const [first, second] = await Promise.all([1, 2].map(() => requestDraft(manager(), { conversationId })));
  const statuses = await Promise.all(
    [draftId, first?.id, second?.id].map(async (id) => (await getDraft(manager(), { draftId: id ?? '' })).status),
  );
  expect(statuses.toSorted()).toEqual(['generating', 'stale', 'stale']);
  await sendMessage(manager(), { conversationId, text: 'Сам отвечу' });
  expect((await listDrafts(manager(), { conversationId, status: 'generating' })).items).toEqual([]);
});

test('A draft that cannot be delivered stays ready: what is refused changes nothing.', async () => {
  const { draftId, revision, conversationId } = await aReadyDraft();
  const { prisma } = world.database;
  const conversation = await prisma.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  await prisma.contact.update({ where: { id: conversation.contactId }, data: { unreachableAt: new Date() } });
  await expect(sendDraft(manager(), { draftId, revision })).rejects.toMatchObject({
    reason: 'message.clientUnreachable',
  });
  expect((await getDraft(manager(), { draftId })).status).toBe('ready');
});

test('Drafts are seen and decided by who sees the conversation; readers only read them.', async () => {
  const { draftId, revision, conversationId } = await aReadyDraft();
  expect((await listDrafts(world.as(world.analyst), { conversationId })).items.map((draft) => draft.id)).toEqual([
    draftId,
  ]);
  for (const attempt of [
    () => sendDraft(world.as(world.analyst), { draftId, revision }),
    () => regenerateDraft(world.as(world.analyst), { draftId }),
    () => discardDraft(world.as(world.analyst), { draftId }),
    () => requestDraft(world.as(world.analyst), { conversationId }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ reason: 'permission.missing' });
  }
  for (const user of [world.otherManager, world.other.admin]) {
    const ctx = world.as(user);
    expect((await listDrafts(ctx, { conversationId })).items).toEqual([]);
    for (const attempt of [
      () => getDraft(ctx, { draftId }),
      () => sendDraft(ctx, { draftId, revision }),
      () => regenerateDraft(ctx, { draftId }),
      () => discardDraft(ctx, { draftId }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ reason: 'draft.notFound' });
    }
    await expect(requestDraft(ctx, { conversationId })).rejects.toMatchObject({ reason: 'conversation.notFound' });
  }
});
