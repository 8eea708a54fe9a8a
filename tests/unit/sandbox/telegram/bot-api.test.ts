import { createHmac } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { createTelegramSandbox } from '#sandbox/telegram/index.ts';
import type { SimChat, SimUser, TelegramSandbox } from '#sandbox/telegram/index.ts';

const token = '4242:test-token';
let sandbox: TelegramSandbox;
let anna: SimUser;
let chat: SimChat;

interface Envelope {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: { migrate_to_chat_id?: number; retry_after?: number };
}

async function call(method: string, params: Record<string, unknown> = {}, as = token): Promise<Envelope> {
  const response = await sandbox.app.request(`/bot${as}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return (await response.json()) as Envelope;
}

async function sentId(params: Record<string, unknown>): Promise<number> {
  const { result } = await call('sendMessage', { chat_id: chat.id, ...params });
  return (result as { message_id: number }).message_id;
}

beforeEach(async () => {
  sandbox = createTelegramSandbox({ bots: [{ token, username: 'perezvon_bot' }] });
  anna = await sandbox.sim.createUser({ firstName: 'Anna' });
  chat = await sandbox.sim.openPrivateChat(anna, 'perezvon_bot', { isStarted: true });
});

test.each([
  ['sendMessage', { text: 'x' }, 'chat_id is empty', { chat_id: '' }],
  ['sendMessage', { text: 'x' }, 'chat not found', { chat_id: 999 }],
  ['sendMessage', { text: '' }, 'message text is empty', {}],
  ['sendMessage', { text: ' \n ' }, 'message text is empty', {}],
  ['sendMessage', { text: 'x'.repeat(4097) }, 'message is too long', {}],
  ['sendMessage', { text: 'x', parse_mode: 'XML' }, 'unsupported parse_mode', {}],
  ['sendMessage', { text: 'x', reply_markup: 5 }, 'object expected as reply markup', {}],
  [
    'sendMessage',
    { text: 'x', reply_markup: { inline_keyboard: [{}] } },
    'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    {},
  ],
  [
    'sendMessage',
    { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a' }]] } },
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    {},
  ],
  [
    'sendMessage',
    { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'ж'.repeat(33) }]] } },
    'BUTTON_DATA_INVALID',
    {},
  ],
  ['sendMessage', { text: 'x', message_thread_id: 1 }, 'message thread not found', {}],
  ['sendMessage', { text: 'x', reply_parameters: { message_id: 77 } }, 'message to be replied not found', {}],
  ['editMessageText', { text: 'x', message_id: 77 }, 'message to edit not found', {}],
  ['deleteMessage', { message_id: 77 }, 'message to delete not found', {}],
  ['sendChatAction', { action: 'dance' }, 'wrong parameter action in request', {}],
  ['getFile', { file_id: 'nonsense' }, 'wrong file identifier/HTTP URL specified', {}],
  ['setMyCommands', { commands: [{ command: 'Start!', description: 'x' }] }, 'BOT_COMMAND_INVALID', {}],
  ['setWebhook', { url: 'ftp://x' }, 'bad webhook: An HTTPS URL must be provided for webhook', {}],
] as const)('%s with %j is refused: %s', async (method, params, reason, override) => {
  expect(await call(method, { chat_id: chat.id, ...params, ...override })).toEqual({
    ok: false,
    error_code: 400,
    description: `Bad Request: ${reason}`,
  });
});

test('A wrong secret of a known bot is 401, an unknown method 404, method names ignore case.', async () => {
  expect(await call('getMe', {}, '4242:other')).toMatchObject({ error_code: 401, description: 'Unauthorized' });
  expect(await call('getMoon')).toMatchObject({ error_code: 404, description: 'Not Found: method not found' });
  expect(await call('GETME')).toMatchObject({ ok: true, result: { id: 4242, username: 'perezvon_bot' } });
});

test('Form bodies and query strings carry nested values as JSON text.', async () => {
  const markup = JSON.stringify({ inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] });
  const form = new URLSearchParams({ chat_id: String(chat.id), text: 'form', reply_markup: markup });
  const response = await sandbox.app.request(`/bot${token}/sendMessage?disable_notification=true`, {
    method: 'POST',
    body: form,
  });
  expect(await response.json()).toMatchObject({
    ok: true,
    result: { text: 'form', reply_markup: { inline_keyboard: [[{ text: 'a' }]] } },
  });
});

test('An edit that changes nothing is refused; one that changes the keyboard alone is not.', async () => {
  const id = await sentId({ text: '<b>a</b>', parse_mode: 'HTML' });
  const same = { chat_id: chat.id, message_id: id, text: '*a*', parse_mode: 'MarkdownV2' };
  expect((await call('editMessageText', same)).description).toBe(
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
  expect(
    await call('editMessageText', {
      ...same,
      reply_markup: { inline_keyboard: [[{ text: 'k', callback_data: 'k' }]] },
    }),
  ).toMatchObject({ ok: true });
  expect(await sandbox.sim.history(chat)).toMatchObject([{ editCount: 1, isEdited: false }]);
});

test('A message with a reply keyboard and a person’s message can’t be edited.', async () => {
  const id = await sentId({ text: 'a', reply_markup: { keyboard: [['x']] } });
  expect((await call('editMessageText', { chat_id: chat.id, message_id: id, text: 'b' })).description).toBe(
    "Bad Request: message can't be edited",
  );
  const theirs = await sandbox.sim.sendText(anna, chat, 'mine');
  expect(
    (await call('editMessageText', { chat_id: chat.id, message_id: theirs.messageId, text: 'b' })).description,
  ).toBe("Bad Request: message can't be edited");
});

test('A button press is answered once, and not when it is too old.', async () => {
  const id = await sentId({ text: 'a', reply_markup: { inline_keyboard: [[{ text: 'k', callback_data: 'k' }]] } });
  const first = sandbox.sim.tap(anna, chat, id, 'k');
  const { result } = await call('getUpdates');
  const [update] = result as { callback_query: { id: string; data: string } }[];
  expect(update?.callback_query.data).toBe('k');
  expect(await call('answerCallbackQuery', { callback_query_id: update?.callback_query.id, text: 'ok' })).toMatchObject(
    { ok: true },
  );
  expect(await first).toMatchObject({ status: 'answered', text: 'ok' });
  const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
  expect((await call('answerCallbackQuery', { callback_query_id: update?.callback_query.id })).description).toBe(
    tooOld,
  );
  const second = await sandbox.sim.tap(anna, chat, id, 'k', { waitMs: 0 });
  expect(second).toMatchObject({ status: 'pending' });
  await sandbox.sim.advanceClock(16_000);
  expect(
    (await call('answerCallbackQuery', { callback_query_id: second.kind === 'callback' ? second.callbackQueryId : '' }))
      .description,
  ).toBe(tooOld);
});

test('Undelivered presses expire after 150 seconds and messages after a day.', async () => {
  const id = await sentId({ text: 'a', reply_markup: { inline_keyboard: [[{ text: 'k', callback_data: 'k' }]] } });
  await sandbox.sim.tap(anna, chat, id, 'k', { waitMs: 0 });
  await sandbox.sim.sendText(anna, chat, 'hi');
  expect((await sandbox.sim.pendingUpdates('perezvon_bot')).map((update) => update.kind)).toEqual([
    'callback_query',
    'message',
  ]);
  await sandbox.sim.advanceClock(151_000);
  expect((await sandbox.sim.pendingUpdates('perezvon_bot')).map((update) => update.kind)).toEqual(['message']);
  await sandbox.sim.advanceClock(86_400_000);
  expect(await sandbox.sim.pendingUpdates('perezvon_bot')).toEqual([]);
});

test('An offset confirms what lies before it, a negative one keeps only the last ones.', async () => {
  for (const text of ['a', 'b', 'c']) await sandbox.sim.sendText(anna, chat, text);
  const read = async (params: Record<string, unknown>) =>
    (await call('getUpdates', params)).result as { update_id: number; message: { text: string } }[];
  const [first] = await read({ limit: 1 });
  expect((await read({ offset: (first?.update_id ?? 0) + 1 })).map((update) => update.message.text)).toEqual([
    'b',
    'c',
  ]);
  expect((await read({ offset: -1 })).map((update) => update.message.text)).toEqual(['c']);
});

test('allowed_updates is remembered and works when an update is made.', async () => {
  await call('getUpdates', { allowed_updates: ['callback_query'] });
  await sandbox.sim.sendText(anna, chat, 'unwanted');
  expect((await call('getUpdates')).result).toEqual([]);
  await call('getUpdates', { allowed_updates: [] });
  await sandbox.sim.sendText(anna, chat, 'wanted');
  expect((await call('getUpdates')).result).toHaveLength(1);
});

test('Commands are shown by the narrowest scope, in the person’s language first.', async () => {
  const ivan = await sandbox.sim.createUser({ firstName: 'Ivan', languageCode: 'ru' });
  const ivans = await sandbox.sim.openPrivateChat(ivan, 'perezvon_bot', { isStarted: true });
  const set = (description: string, extra: Record<string, unknown> = {}) =>
    call('setMyCommands', { commands: [{ command: 'go', description }], ...extra });
  await set('neutral');
  await set('русский', { language_code: 'ru' });
  await set('only anna', { scope: { type: 'chat', chat_id: anna.id } });
  expect((await sandbox.sim.screen(anna, chat)).commands).toMatchObject([{ description: 'only anna' }]);
  expect((await sandbox.sim.screen(ivan, ivans)).commands).toMatchObject([{ description: 'русский' }]);
});

test('A bot that is no admin hears only commands, replies and mentions in a group; an admin hears everything.', async () => {
  const group = await sandbox.sim.createGroup({ title: 'Team', members: [anna] });
  const texts = async () => {
    const updates = (await call('getUpdates', { offset: -100 })).result as { message?: { text?: string } }[];
    return updates.map((update) => update.message?.text).filter(Boolean);
  };
  await sandbox.sim.sendText(anna, group, 'talk');
  await sandbox.sim.sendText(anna, group, '/go@perezvon_bot');
  await sandbox.sim.sendText(anna, group, '/go@other_bot');
  expect(await texts()).toEqual(['/go@perezvon_bot']);
  await sandbox.sim.setMember(group, { bot: 'perezvon_bot', status: 'administrator' });
  await sandbox.sim.sendText(anna, group, 'talk again');
  expect(await texts()).toContain('talk again');
});

test('A group that became a supergroup names its new id; a bot thrown out gets 403.', async () => {
  const group = await sandbox.sim.createGroup({ title: 'Team', members: [anna], isBasic: true, botIsAdmin: true });
  const next = await sandbox.sim.migrateGroup(group);
  expect(await call('sendMessage', { chat_id: group.id, text: 'x' })).toMatchObject({
    error_code: 400,
    parameters: { migrate_to_chat_id: next.id },
  });
  await sandbox.sim.setMember(next, { bot: 'perezvon_bot', status: 'kicked' });
  expect(await call('sendMessage', { chat_id: next.id, text: 'x' })).toMatchObject({
    error_code: 403,
    description: 'Forbidden: bot was kicked from the supergroup chat',
  });
});

test('The bot may not write before the person has.', async () => {
  const ivan = await sandbox.sim.createUser({ firstName: 'Ivan' });
  await sandbox.sim.openPrivateChat(ivan, 'perezvon_bot');
  expect((await call('sendMessage', { chat_id: ivan.id, text: 'x' })).description).toBe(
    "Forbidden: bot can't initiate conversation with a user",
  );
});

test('Forum topics take messages by thread id, General takes none, a closed one refuses.', async () => {
  const forum = await sandbox.sim.createGroup({ title: 'Deals', members: [anna], isForum: true, botIsAdmin: true });
  const { result } = await call('createForumTopic', { chat_id: forum.id, name: 'Deal 7' });
  const threadId = (result as { message_thread_id: number }).message_thread_id;
  expect(await call('sendMessage', { chat_id: forum.id, message_thread_id: threadId, text: 'x' })).toMatchObject({
    result: { message_thread_id: threadId, is_topic_message: true },
  });
  expect((await call('sendMessage', { chat_id: forum.id, message_thread_id: 1, text: 'x' })).description).toBe(
    'Bad Request: message thread not found',
  );
});

test('With the sending limits on, the burst of one chat ends in 429 with retry_after.', async () => {
  await sandbox.sim.setFloodLimits({ isOn: true, chatBurst: 2 });
  await sentId({ text: '1' });
  await sentId({ text: '2' });
  expect(await call('sendMessage', { chat_id: chat.id, text: '3' })).toMatchObject({
    error_code: 429,
    parameters: { retry_after: 1 },
  });
});

test('The chat page says what it is and loads nothing from elsewhere; its API takes only JSON.', async () => {
  const page = await sandbox.app.request('/chat');
  expect(await page.text()).toContain('Sandbox — a local stand-in for Telegram');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const forged = await sandbox.app.request('/sim/createUser', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"firstName":"x"}',
  });
  expect(forged.status).toBe(415);
  expect(await sandbox.sim.users()).toHaveLength(1);
});

test('A Mini App is launched with data signed by the bot’s token.', async () => {
  const { initData, url } = await sandbox.sim.launchApp(anna, 'perezvon_bot', 'http://localhost:8080/app');
  const fields = new URLSearchParams(initData);
  const hash = fields.get('hash');
  fields.delete('hash');
  const lines = [...fields].map(([name, value]) => `${name}=${value}`).toSorted();
  const secret = createHmac('sha256', 'WebAppData').update(token).digest();
  expect(hash).toBe(createHmac('sha256', secret).update(lines.join('\n')).digest('hex'));
  expect(JSON.parse(fields.get('user') ?? '')).toMatchObject({ id: anna.id, first_name: 'Anna' });
  expect(new URLSearchParams(new URL(url).hash.slice(1)).get('tgWebAppData')).toBe(initData);
});
