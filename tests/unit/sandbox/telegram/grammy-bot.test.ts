import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import { Bot, GrammyError, InlineKeyboard, InputFile, Keyboard, webhookCallback } from 'grammy';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTelegramSandbox, createTelegramSimClient } from '#sandbox/telegram/index.ts';
import type { TelegramSandbox } from '#sandbox/telegram/index.ts';

const token = '4242:test-token';
let sandbox: TelegramSandbox;
let server: ServerType;
let apiRoot: string;
let bot: Bot;

beforeEach(async () => {
  sandbox = createTelegramSandbox({
    bots: [{ token, username: 'perezvon_bot', name: 'Perezvon' }],
    webhookRetryBaseMs: 10,
  });
  const outer = new Hono();
  outer.route('/sandbox/telegram', sandbox.app);
  server = serve({ fetch: outer.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox/telegram`;
  bot = new Bot(token, { client: { apiRoot } });
});

afterEach(async () => {
  if (bot.isRunning()) await bot.stop();
  sandbox.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  server.close();
});

test('A grammY bot on long polling hears a person, answers a button press and edits its message.', async () => {
  bot.command('start', (ctx) =>
    ctx.reply(`Hello <b>${ctx.from?.first_name}</b> ${ctx.match}`, {
      parse_mode: 'HTML',
      reply_markup: new InlineKeyboard().text('Approve', 'ok:1'),
    }),
  );
  bot.callbackQuery('ok:1', async (ctx) => {
    await ctx.answerCallbackQuery({ text: 'Saved', show_alert: true });
    await ctx.editMessageText('Done');
  });
  void bot.start();
  const { sim } = sandbox;
  const anna = await sim.createUser({ firstName: 'Anna' });
  const chat = await sim.openPrivateChat(anna, 'perezvon_bot', { startParam: 'lead_7' });
  const card = await sim.waitForMessage(chat, (message) => message.from.isBot);
  expect(card).toMatchObject({ text: 'Hello Anna lead_7', entities: [{ type: 'bold', offset: 6, length: 4 }] });
  expect(await sim.tap(anna, chat, card.messageId, 'Approve')).toMatchObject({
    status: 'answered',
    text: 'Saved',
    isAlert: true,
  });
  const edited = await sim.waitForMessage(chat, (message) => message.isEdited);
  expect(edited).toMatchObject({ text: 'Done', editCount: 1, buttons: [] });
  expect((await sim.outbox()).map((call) => call.method)).toEqual(
    expect.arrayContaining(['getMe', 'deleteWebhook', 'sendMessage', 'answerCallbackQuery', 'editMessageText']),
  );
});

test('A grammY bot on a webhook gets the secret header, and a failing update is repeated before the next one of its chat.', async () => {
  const heard: string[] = [];
  let failuresLeft = 2;
  bot.on('message:text', async (ctx) => {
    if (failuresLeft > 0) {
      failuresLeft -= 1;
      throw new Error('not yet');
    }
    heard.push(ctx.message.text);
    await ctx.reply(`heard ${ctx.message.text}`);
  });
  await bot.init();
  const secrets: (string | null)[] = [];
  const receiver = new Hono();
  const handle = webhookCallback(bot, 'hono', { secretToken: 's3cret' });
  receiver.post('/hook', (c) => {
    secrets.push(c.req.header('x-telegram-bot-api-secret-token') ?? null);
    return handle(c);
  });
  receiver.onError((_error, c) => c.text('failed', 500));
  const hook = serve({ fetch: receiver.fetch, port: 0, hostname: '127.0.0.1' });
  await once(hook, 'listening');
  try {
    await bot.api.setWebhook(`http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`, {
      secret_token: 's3cret',
    });
    const { sim } = sandbox;
    const anna = await sim.createUser({ firstName: 'Anna' });
    const chat = await sim.openPrivateChat(anna, 'perezvon_bot');
    await sim.sendText(anna, chat, 'one');
    await sim.sendText(anna, chat, 'two');
    await sim.waitForMessage(chat, (message) => message.text === 'heard two');
    expect(heard).toEqual(['one', 'two']);
    expect(new Set(secrets)).toEqual(new Set(['s3cret']));
    expect(secrets).toHaveLength(4);
    expect((await bot.api.getWebhookInfo()).last_error_message).toContain('500');
    await expect(bot.api.getUpdates()).rejects.toThrow(
      "409: Conflict: can't use getUpdates method while webhook is active",
    );
  } finally {
    if ('closeAllConnections' in hook) hook.closeAllConnections();
    hook.close();
  }
});

test('A method named in the webhook answer is carried out.', async () => {
  const receiver = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ method: 'sendMessage', chat_id: 901, text: 'from the answer' }));
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  try {
    await bot.api.setWebhook(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
    const anna = await sandbox.sim.createUser({ id: 901, firstName: 'Anna' });
    const chat = await sandbox.sim.openPrivateChat(anna, 'perezvon_bot');
    await sandbox.sim.sendText(anna, chat, 'hi');
    const answered = await sandbox.sim.waitForMessage(chat, (message) => message.text === 'from the answer');
    expect(answered.from.isBot).toBe(true);
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});

test('Files go up by multipart, come down by getFile, and a file_id is good for its own bot only.', async () => {
  const { sim } = sandbox;
  const anna = await sim.createUser({ firstName: 'Anna' });
  const chat = await sim.openPrivateChat(anna, 'perezvon_bot', { isStarted: true });
  const sent = await bot.api.sendVoice(chat.id, new InputFile(new Uint8Array([1, 2, 3]), 'note.oga'), {
    duration: 7,
    caption: '*hi*',
    parse_mode: 'MarkdownV2',
  });
  expect(sent.voice).toMatchObject({ duration: 7, file_size: 3, mime_type: 'audio/ogg' });
  expect(sent.caption_entities).toEqual([{ type: 'bold', offset: 0, length: 2 }]);
  const file = await bot.api.getFile(sent.voice.file_id);
  expect(file.file_path).toMatch(/^voice\/file_\d+\.oga$/);
  const bytes = await (await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`)).arrayBuffer();
  expect(new Uint8Array(bytes)).toEqual(new Uint8Array([1, 2, 3]));
  const other = new Bot('77:other', { client: { apiRoot } });
  await expect(other.api.getFile(sent.voice.file_id)).rejects.toThrow('wrong file identifier');
  expect((await bot.api.sendVoice(chat.id, sent.voice.file_id)).voice.file_unique_id).toBe(sent.voice.file_unique_id);
});

test('A contact asked for by a reply keyboard carries the person’s own id.', async () => {
  const { sim } = sandbox;
  const contact = new Promise<number | undefined>((resolve) => {
    bot.on('message:contact', (ctx) => {
      resolve(ctx.message.contact.user_id);
    });
  });
  void bot.start();
  const anna = await sim.createUser({ firstName: 'Anna', phoneNumber: '79991234567' });
  const chat = await sim.openPrivateChat(anna, 'perezvon_bot', { isStarted: true });
  await bot.api.sendMessage(chat.id, 'Your number?', {
    reply_markup: new Keyboard().requestContact('Share').oneTime(),
  });
  await sim.tapKeyboard(anna, chat, 'Share');
  expect(await contact).toBe(anna.id);
  expect((await sim.screen(anna, chat)).keyboard).toBeNull();
});

test('A blocked bot gets 403, and hears of the block and of the unblocking.', async () => {
  const { sim } = sandbox;
  const heard: string[] = [];
  bot.on('my_chat_member', (ctx) => {
    heard.push(ctx.myChatMember.new_chat_member.status);
  });
  void bot.start();
  const anna = await sim.createUser({ firstName: 'Anna' });
  const chat = await sim.openPrivateChat(anna, 'perezvon_bot', { isStarted: true });
  await sim.block(anna, 'perezvon_bot');
  await expect(bot.api.sendMessage(chat.id, 'hi')).rejects.toThrow('403: Forbidden: bot was blocked by the user');
  await sim.unblock(anna, 'perezvon_bot');
  await bot.api.sendMessage(chat.id, 'hi');
  await sim.waitFor(() => heard.length === 2, 5_000);
  expect(heard).toEqual(['kicked', 'member']);
});

test('Injected faults answer 429 with retry_after, lose an answer after delivery, cut a connection and then end.', async () => {
  const { sim } = sandbox;
  const anna = await sim.createUser({ firstName: 'Anna' });
  const chat = await sim.openPrivateChat(anna, 'perezvon_bot', { isStarted: true });
  await sim.fail({ method: 'sendMessage', chatId: chat.id, status: 429, retryAfter: 3 });
  const refused = await bot.api.sendMessage(chat.id, 'a').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(GrammyError);
  expect(refused).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
  await sim.fail({ method: 'sendMessage', status: 502, afterEffect: true });
  await expect(bot.api.sendMessage(chat.id, 'b')).rejects.toThrow('502');
  await sim.fail({ method: 'sendMessage', drop: true, afterEffect: true });
  await expect(bot.api.sendMessage(chat.id, 'c')).rejects.toThrow('Network request');
  await sim.fail({ method: 'sendMessage', drop: true });
  await expect(bot.api.sendMessage(chat.id, 'd')).rejects.toThrow('Network request');
  await bot.api.sendMessage(chat.id, 'e');
  expect((await sim.history(chat)).map((message) => message.text)).toEqual(['b', 'c', 'e']);
});

test('A second poller ends the first with 409.', async () => {
  const first = fetch(`${apiRoot}/bot${token}/getUpdates?timeout=30`);
  await sandbox.sim.createUser({ firstName: 'Anna' });
  const second = new AbortController();
  const isFirstWaiting = await fetch(`${apiRoot}/bot${token}/getMe`);
  expect(isFirstWaiting.status).toBe(200);
  const poll = fetch(`${apiRoot}/bot${token}/getUpdates?timeout=30`, { signal: second.signal }).catch(() => null);
  const answers = await Promise.race([
    first.then((response) => response.json()),
    poll.then((response) => response?.json()),
  ]);
  expect(answers).toMatchObject({
    ok: false,
    error_code: 409,
    description: expect.stringContaining('terminated by other getUpdates request'),
  });
  second.abort();
});

test('The HTTP client drives a sandbox in another process with the same methods.', async () => {
  const remote = createTelegramSimClient(apiRoot);
  try {
    bot.on('message:text', (ctx) => ctx.reply(ctx.message.text.toUpperCase()));
    void bot.start();
    const anna = await remote.createUser({ firstName: 'Anna' });
    const chat = await remote.openPrivateChat(anna, 'perezvon_bot');
    await remote.sendText(anna, chat, 'hello');
    expect((await remote.waitForMessage(chat, (message) => message.text === 'HELLO')).from.isBot).toBe(true);
    await expect(remote.sendText(anna, 'nowhere', 'x')).rejects.toThrow('no chat has the key nowhere');
  } finally {
    remote.close();
  }
});
