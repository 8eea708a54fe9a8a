import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ProviderError } from '#platform/errors.ts';
import { deliverMessage } from '#domain/conversations/deliver-message.ts';
import { failMessage } from '#domain/conversations/fail-message.ts';
import { getMessage } from '#domain/conversations/get-message.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import { retryMessage } from '#domain/conversations/retry-message.ts';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { settleUnknownMessage } from '#domain/conversations/settle-unknown-message.ts';
import type { Messenger } from '#domain/ports/messenger.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const delivered: { chatId: bigint; text: string }[] = [];
let deliver: Messenger['deliver'];
const messenger: Messenger = {
  drawCard: async () => ({ messageId: 1, contentHash: '' }),
  showCommands: async () => undefined,
  closeCard: async () => undefined,
  editDelivered: async () => undefined,
  deleteDelivered: async () => undefined,
  download: async () => ({ bytes: new Uint8Array([1]), fileName: 'file' }),
  deliver: (message) => deliver(message),
  sendDigest: async () => ({ messageId: 1, contentHash: '' }),
  startLink: async (code) => code,
  test: async () => ({ ok: true, message: 'ok' }),
};
const handle = { dispatch: async () => undefined };

let world: TestWorld;
let nextId = 100;
beforeAll(async () => {
  world = await createTestWorld({ ports: { messenger: async () => messenger } });
});
afterAll(() => world.close());
beforeEach(() => {
  delivered.length = 0;
  deliver = async (message) => {
    delivered.push(message);
    return { externalMessageId: String(delivered.length) };
  };
});

async function aReply(text = 'Добрый день!') {
  nextId += 1;
  const input = {
    externalChatId: `bot:1:-${nextId}`,
    telegramUserId: String(nextId),
    firstName: 'Client',
    externalMessageId: '1',
    text: 'hi',
    sentAt: new Date(),
  };
  const { conversationId } = await receiveClientMessage(world.system(), input);
  const message = await sendMessage(world.as(world.admin), { conversationId, text });
  return { messageId: message.id, conversationId, chatId: BigInt(-nextId) };
}
const fails = (kind: 'retryable' | 'permanent' | 'unknown', detail: string) => async () => {
  throw new ProviderError('telegram', kind, detail, 'Telegram said no.');
};
const status = async (messageId: string) => (await getMessage(world.as(world.admin), { messageId })).status;

test('A reply is delivered to the chat once and marked sent; carrying it out again sends nothing.', async () => {
  const { messageId, chatId } = await aReply('Здравствуйте');
  expect(await deliverMessage(world.system(), { messageId }, handle)).toEqual({ status: 'sent' });
  expect(await deliverMessage(world.system(), { messageId }, handle)).toEqual({ status: 'sent' });
  expect(delivered).toEqual([{ chatId, text: 'Здравствуйте' }]);
  expect(world.events).toContainEqual(expect.objectContaining({ type: 'message.sent', subjectId: messageId }));
});

test('The dispatch is recorded before the message leaves; when that fails, nothing leaves.', async () => {
  const { messageId } = await aReply();
  const lost = { dispatch: () => Promise.reject(new Error('lease lost')) };
  await expect(deliverMessage(world.system(), { messageId }, lost)).rejects.toThrow('lease lost');
  expect(delivered).toEqual([]);
  expect(await status(messageId)).toBe('queued');
});

test('What certainly was not sent is thrown, so that it is tried again, and stays queued.', async () => {
  const { messageId } = await aReply();
  deliver = fails('retryable', 'rate_limited');
  await expect(deliverMessage(world.system(), { messageId }, handle)).rejects.toMatchObject({ kind: 'retryable' });
  expect(await status(messageId)).toBe('queued');
});

test('A client who blocked the bot makes the message failed and the contact unreachable for further replies.', async () => {
  const { messageId, conversationId } = await aReply();
  deliver = fails('permanent', 'blocked');
  expect(await deliverMessage(world.system(), { messageId }, handle)).toEqual({ status: 'failed' });
  await expect(sendMessage(world.as(world.admin), { conversationId, text: 'x' })).rejects.toMatchObject({
    reason: 'message.clientUnreachable',
  });
  expect(world.events).toContainEqual(
    expect.objectContaining({
      type: 'message.failed',
      subjectId: messageId,
      payload: { conversationId, outcomeUnknown: false },
    }),
  );
});

test('What may have arrived is put before a person and never sent again by itself; they say what happened.', async () => {
  const { messageId, conversationId } = await aReply();
  deliver = fails('unknown', 'timeout');
  expect(await deliverMessage(world.system(), { messageId }, handle)).toEqual({ status: 'unknown' });
  deliver = async () => {
    throw new Error('must not be sent');
  };
  expect(await deliverMessage(world.system(), { messageId }, handle)).toEqual({ status: 'unknown' });
  expect(world.events).toContainEqual(
    expect.objectContaining({
      type: 'message.failed',
      subjectId: messageId,
      payload: { conversationId, outcomeUnknown: true },
    }),
  );
  await expect(retryMessage(world.as(world.admin), { messageId })).rejects.toMatchObject({
    reason: 'message.notUnknown',
  });
  expect((await settleUnknownMessage(world.as(world.admin), { messageId, decision: 'arrived' })).status).toBe('sent');
  await expect(settleUnknownMessage(world.as(world.admin), { messageId, decision: 'sendAgain' })).rejects.toMatchObject(
    { reason: 'message.notUnknown' },
  );
});

test('Two members who decide on an unknown message at once send it again once.', async () => {
  const { messageId } = await aReply();
  deliver = fails('unknown', 'timeout');
  await deliverMessage(world.system(), { messageId }, handle);
  const decide = () => settleUnknownMessage(world.as(world.admin), { messageId, decision: 'sendAgain' });
  const results = await Promise.allSettled([decide(), decide(), decide()]);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(world.events.filter((event) => event.type === 'message.queued' && event.subjectId === messageId)).toHaveLength(
    2,
  );
  expect(await status(messageId)).toBe('queued');
});

test('Parked work marks its message once, and a failed message goes out again on request.', async () => {
  const { messageId } = await aReply();
  const park = () => failMessage(world.system(), { messageId, error: 'given up', outcomeUnknown: false });
  await Promise.all([park(), park()]);
  expect(world.events.filter((event) => event.type === 'message.failed' && event.subjectId === messageId)).toHaveLength(
    1,
  );
  expect((await retryMessage(world.as(world.admin), { messageId })).status).toBe('queued');
  expect(await deliverMessage(world.system(), { messageId }, handle)).toEqual({ status: 'sent' });
});

test('Messages are settled by nobody who only reads and from no other organization.', async () => {
  const { messageId } = await aReply();
  await expect(retryMessage(world.as(world.analyst), { messageId })).rejects.toMatchObject({
    reason: 'permission.missing',
  });
  await expect(settleUnknownMessage(world.as(world.analyst), { messageId, decision: 'arrived' })).rejects.toMatchObject(
    { reason: 'permission.missing' },
  );
  await expect(retryMessage(world.as(world.other.admin), { messageId })).rejects.toMatchObject({
    reason: 'message.notFound',
  });
  await expect(getMessage(world.as(world.other.admin), { messageId })).rejects.toMatchObject({
    reason: 'message.notFound',
  });
  await expect(deliverMessage(world.as(world.admin), { messageId }, handle)).rejects.toMatchObject({
    reason: 'permission.missing',
  });
});
