import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import { retellApiKey } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { projectNode, startProcess, until } from '#tests/support/child-process.ts';
import { fingerprint } from './fingerprint.ts';
import { speak } from './raw-request.ts';
import { retellForgeries, signAsRetell } from './retell-forgeries.ts';
import { hostileStream, onEach, scaled } from './scale.ts';
import { createWebhookWorld, webhookBotId, webhookBotToken, webhookSecret } from './webhook-world.ts';
import type { WebhookWorld } from './webhook-world.ts';

const secret = webhookSecret;
const botId = webhookBotId;
let world: WebhookWorld;
let api: ApiWorld;
let client: WebhookWorld['client'];
let event: string;
let otherEvents: string[];
let clientId: number;

beforeAll(async () => {
  world = await createWebhookWorld();
  ({ api, client } = world);
  const person = await world.telegram.sim.createUser({ firstName: 'Мария', languageCode: 'ru' });
  await world.telegram.sim.openPrivateChat(person, 'flow_test_bot', { isStarted: true });
  clientId = person.id;
  const own = await dialingCall(api, api.world.organizationId);
  const others = await createRecords(api.world, api.world.other);
  event = endedEvent(own.attemptId, api.world.organizationId);
  otherEvents = [
    endedEvent(own.attemptId, api.world.other.organizationId),
    endedEvent(others.callId, api.world.other.organizationId),
    endedEvent(own.attemptId, newId()),
  ];
});
afterAll(() => world.close());

/** A call that is being dialled, with the attempt that the provider's events name. */
async function dialingCall(
  { world }: ApiWorld,
  organizationId: string,
): Promise<{ callId: string; attemptId: string }> {
  const { prisma } = world.database;
  const { callRequestId, leadId, contactId } = await createRecords(world, world);
  const callId = newId();
  const attemptId = newId();
  await prisma.callRequest.update({ where: { id: callRequestId }, data: { status: 'approved' } });
  await prisma.call.create({
    data: {
      id: callId,
      organizationId,
      callRequestId,
      leadId,
      contactId,
      source: 'retell',
      direction: 'outgoing',
      status: 'dialing',
    },
  });
  await prisma.callAttempt.create({
    data: { id: attemptId, organizationId, callId, number: 1, payloadHash: '0'.repeat(64), permission: {} },
  });
  return { callId, attemptId };
}

function endedEvent(attemptId: string, organizationId: string): string {
  return JSON.stringify({
    event: 'call_ended',
    call: {
      call_id: `call_${attemptId.slice(-8)}`,
      call_type: 'phone_call',
      call_status: 'ended',
      direction: 'outbound',
      from_number: '+14155550100',
      to_number: '+79161234567',
      agent_id: 'agent_test',
      metadata: { attempt_id: attemptId, organization_id: organizationId },
      start_timestamp: 1_795_180_000_000,
      end_timestamp: 1_795_180_061_000,
      duration_ms: 61_000,
      disconnection_reason: 'user_hangup',
      transcript: 'Agent: Здравствуйте\nUser: Да, слушаю',
    },
  });
}

const json = { 'content-type': 'application/json' };

test('No forged, tampered, stale, future or foreign event of Retell is taken, and none of them writes a row.', async () => {
  const forgeries = retellForgeries({
    body: event,
    key: retellApiKey,
    otherKey: `key of ${api.world.other.organizationId}`,
    otherBodies: otherEvents,
  });
  const before = await fingerprint(api.world.database.pool);
  const taken: string[] = [];
  const seen = new Map<string, number>();
  await onEach(hostileStream('Retell forgeries', forgeries, scaled(1_200)), 12, async ({ why, headers, body }) => {
    const { status } = await client.send({
      method: 'POST',
      path: '/api/webhooks/retell',
      headers: { ...json, ...headers, 'content-length': String(Buffer.byteLength(body)) },
      body,
    });
    seen.set(why, (seen.get(why) ?? 0) + 1);
    if (![400, 401, 413].includes(status))
      taken.push(`${why}: ${status} ${JSON.stringify(headers)} ${String(body).slice(0, 300)}`);
  });
  expect(taken).toEqual([]);
  expect(seen.size).toBe(12);
  expect(await fingerprint(api.world.database.pool)).toEqual(before);
});

test('Huge bodies and headers with control characters are refused before their signature counts, and nothing is written.', async () => {
  const before = await fingerprint(api.world.database.pool);
  const huge = event.replace('Да', 'x'.repeat(1_200_000));
  const genuineOfHuge = signAsRetell(huge, retellApiKey, Date.now());
  const sent = await client.send({
    method: 'POST',
    path: '/api/webhooks/retell',
    headers: { ...json, 'x-retell-signature': genuineOfHuge },
    body: huge,
  });
  expect(sent.status).toBe(413);
  const genuine = signAsRetell(event, retellApiKey, Date.now());
  const size = Buffer.byteLength(event);
  for (const header of [
    `X-Retell-Signature: ${genuine}\0`,
    `X-Retell-Signature: \0${genuine}`,
    `X-Retell-Signature:\u000b${genuine}`,
    `X-Retell-Signature : ${genuine}`,
    `X-Retell-Signature: ${'v'.repeat(20_000)}`,
    `X-Retell-Signature: ${genuine}\r\nContent-Length: 3`,
    `Transfer-Encoding: chunked\r\nX-Retell-Signature: ${genuine}`,
  ]) {
    const answer = await speak(
      world.server.port,
      `POST /api/webhooks/retell HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n${header}\r\n\r\n${event}`,
    );
    expect(answer, header.slice(0, 60)).toMatch(/^HTTP\/1\.1 4\d\d /);
  }
  expect(await fingerprint(api.world.database.pool)).toEqual(before);
});

test('The genuine event that all forgeries were made from is taken once, and its captured copy changes nothing.', async () => {
  const signature = signAsRetell(event, retellApiKey, Date.now());
  const deliver = () =>
    client.send({
      method: 'POST',
      path: '/api/webhooks/retell',
      headers: { ...json, 'x-retell-signature': signature },
      body: event,
    });
  expect((await deliver()).status).toBe(204);
  const after = await fingerprint(api.world.database.pool);
  expect(after['webhook_deliveries']).toMatch(/^1 rows/);
  for (let repeat = 0; repeat < 20; repeat += 1) expect((await deliver()).status).toBe(204);
  expect(await fingerprint(api.world.database.pool)).toEqual(after);
});

function updateOf(updateId: number, text: string): string {
  const person = { id: clientId, is_bot: false, first_name: 'Мария', language_code: 'ru' };
  return JSON.stringify({
    update_id: updateId,
    message: {
      message_id: updateId,
      date: 1_795_180_000,
      chat: { id: clientId, type: 'private', first_name: 'Мария' },
      from: person,
      text,
    },
  });
}

const name = 'x-telegram-bot-api-secret-token';

/** Requests with everything of Telegram's but its secret. */
function telegramForgeries(): fc.Arbitrary<{ why: string; headers: Record<string, string | string[]>; path: string }> {
  const path = `/api/webhooks/telegram/${botId}`;
  const at = fc.nat({ max: secret.length - 1 });
  const allowed = fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'));
  const visible = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 300,
  });
  const near = fc.oneof(
    fc.tuple(at, allowed).map(([place, character]) => secret.slice(0, place) + character + secret.slice(place + 1)),
    fc.tuple(at, allowed).map(([place, character]) => secret.slice(0, place) + character + secret.slice(place)),
    at.map((place) => secret.slice(0, place) + secret.slice(place + 1)),
    at.map((place) => secret.slice(0, place)),
    at.map((place) => secret.slice(place + 1)),
    fc.constantFrom(
      secret.toLowerCase(),
      secret.toUpperCase(),
      secret + secret,
      `"${secret}"`,
      encodeURIComponent(`${secret} `),
    ),
    fc.constantFrom(
      Buffer.from(secret).toString('base64'),
      `Bearer ${secret}`,
      secret.replaceAll('-', '_'),
      `${secret},`,
    ),
  );
  const withHeader = (why: string) => (given: string | string[]) => ({ why, headers: { [name]: given }, path });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({ why: 'no secret', headers: {}, path }) },
    { weight: 8, arbitrary: near.filter((given) => given !== secret).map(withHeader('near miss')) },
    { weight: 3, arbitrary: visible.filter((given) => given !== secret).map(withHeader('wrong secret')) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: 2, max: 4 }), visible)
        .map(([times, other]) => Array.from({ length: times }, (_, index) => (index === 1 ? other : secret)))
        .map(withHeader('repeated header')),
    },
    { weight: 1, arbitrary: fc.constant(withHeader('repeated header')([secret, secret])) },
    {
      weight: 1,
      arbitrary: fc.constant({
        why: 'secret elsewhere',
        headers: { authorization: secret, 'x-telegram-secret': secret, cookie: `${name}=${secret}` },
        path: `${path}?${name}=${secret}&secret_token=${secret}`,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.bigInt({ min: 1n, max: 99_999_999_999n }).map((id) => ({
        why: 'another bot',
        headers: { [name]: secret },
        path: `/api/webhooks/telegram/${id === BigInt(botId) ? 1n : id}`,
      })),
    },
  );
}

test('No update without exactly the secret of its bot is taken, answered at Telegram, or written.', async () => {
  const before = await fingerprint(api.world.database.pool);
  const callsBefore = (await world.telegram.sim.outbox()).length;
  const taken: string[] = [];
  let updateId = 5_000;
  await onEach(
    hostileStream('Telegram forgeries', telegramForgeries(), scaled(1_200)),
    12,
    async ({ why, headers, path }) => {
      updateId += 1;
      const { status } = await client.send({
        method: 'POST',
        path,
        headers: { ...json, ...headers },
        body: updateOf(updateId, 'Здравствуйте'),
      });
      const refusals = why === 'another bot' ? [401, 404] : [401];
      if (!refusals.includes(status)) taken.push(`${why}: ${status} ${JSON.stringify(headers)}`);
    },
  );
  expect(taken).toEqual([]);
  expect(await fingerprint(api.world.database.pool)).toEqual(before);
  expect((await world.telegram.sim.outbox()).length).toBe(callsBefore);
});

test('The genuine update is taken once, makes one lead, and its captured copy changes nothing.', async () => {
  const { pool, prisma } = api.world.database;
  const leadsBefore = await prisma.lead.count();
  const body = updateOf(42, 'Хочу записаться на тест-драйв');
  const deliver = () =>
    client.send({
      method: 'POST',
      path: `/api/webhooks/telegram/${botId}`,
      headers: { ...json, [name]: secret },
      body,
    });
  expect((await deliver()).status).toBe(200);
  await until(
    'the update is handled',
    async () => (await prisma.telegramUpdate.count({ where: { handledAt: { not: null } } })) === 1,
  );
  expect(await prisma.lead.count()).toBe(leadsBefore + 1);
  const after = await fingerprint(pool);
  const answers = await Promise.all(Array.from({ length: 20 }, deliver));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await fingerprint(pool)).toEqual(after);
});

test('Webhook mode without a secret stops the start with a sentence, and nothing listens.', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-no-secret-'));
  const product = startProcess(projectNode, ['src/main.ts'], {
    environment: {
      DATA_DIR: folder,
      PORT: '0',
      TELEGRAM_BOT_TOKEN: webhookBotToken,
      TELEGRAM_MODE: 'webhook',
      PUBLIC_URL: 'https://crm.example.com',
    },
  });
  try {
    expect(await product.gone).toBe(1);
    expect(product.lines.join('\n')).toContain('TELEGRAM_MODE is webhook, so TELEGRAM_WEBHOOK_SECRET is needed');
    expect(product.lines.join('\n')).not.toMatch(/^\s+at /m);
  } finally {
    await product.destroy();
    await rm(folder, { recursive: true, force: true });
  }
});
