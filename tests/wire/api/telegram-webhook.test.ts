import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

const accepted: string[] = [];
let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld({
    deps: {
      bots: {
        async acceptWebhook(botId, secret, body) {
          if (botId !== '123456') return 'unknown_bot';
          // Lenient on purpose: what the door itself must refuse would pass here.
          if (!/^(right_secret|a+$|$)/.test(secret)) return 'bad_secret';
          if (!body.startsWith('{')) return 'bad_body';
          accepted.push(body);
          return 'accepted';
        },
      },
    },
  });
});
afterAll(() => api.close());
beforeEach(() => void (accepted.length = 0));

const update = JSON.stringify({
  update_id: 1,
  message: { message_id: 1, date: 1_795_180_000, chat: { id: 5, type: 'private' }, text: 'hi' },
});

function deliver(headers: Record<string, string>, options: { botId?: string; body?: string } = {}): Promise<Response> {
  return api.call({
    method: 'POST',
    path: `/api/webhooks/telegram/${options.botId ?? '123456'}`,
    rawBody: options.body ?? update,
    headers,
  });
}

test('an update with the right secret is handed over as it came and answered with 200', async () => {
  const answer = await deliver({ 'x-telegram-bot-api-secret-token': 'right_secret' });
  expect(answer.status).toBe(200);
  expect(accepted).toEqual([update]);
});

test.each([
  ['no secret', {}],
  ['an empty secret', { 'x-telegram-bot-api-secret-token': '' }],
  ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'wrong_secret' }],
  ['the secret twice', { 'x-telegram-bot-api-secret-token': 'right_secret, right_secret' }],
  ['a secret longer than Telegram sends', { 'x-telegram-bot-api-secret-token': 'a'.repeat(257) }],
])('an update with %s is refused and nothing is written', async (_what, headers) => {
  const answer = await deliver(headers);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
  expect(accepted).toEqual([]);
});

test('an update without a secret is refused before its body is parsed, whatever the body is', async () => {
  expect((await deliver({}, { body: '{"broken' })).status).toBe(401);
});

test('a bot that is not ours and a body that is no update are told apart from a wrong secret', async () => {
  const headers = { 'x-telegram-bot-api-secret-token': 'right_secret' };
  expect((await deliver(headers, { botId: '999' })).status).toBe(404);
  expect((await deliver(headers, { body: 'not json' })).status).toBe(400);
  expect((await deliver(headers, { botId: 'abc' })).status).toBe(422);
});
