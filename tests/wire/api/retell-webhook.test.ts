import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApiWorld, retellApiKey } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.world.database.pool.query('TRUNCATE webhook_deliveries, effects');
});

const attemptId = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';

function eventBody(
  event = 'call_ended',
  extra: Record<string, unknown> = {},
  organizationId = api.world.organizationId,
): string {
  return JSON.stringify({
    event,
    call: {
      call_id: 'call_7f3',
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
      ...extra,
    },
  });
}

/** Signs as the provider's documentation says, independently of our own code. */
function sign(body: string, key: string = retellApiKey, atMs: number = Date.now()): string {
  return `v=${atMs},d=${createHmac('sha256', key)
    .update(body + String(atMs))
    .digest('hex')}`;
}

function deliver(body: string, signature: string | undefined): Promise<Response> {
  const headers: Record<string, string> = signature === undefined ? {} : { 'x-retell-signature': signature };
  return api.call({ method: 'POST', path: '/api/webhooks/retell', rawBody: body, headers });
}

async function written(): Promise<{ deliveries: number; effects: number }> {
  const { rows } = await api.world.database.pool.query<{ deliveries: number; effects: number }>(
    'SELECT (SELECT count(*)::int FROM webhook_deliveries) AS deliveries, (SELECT count(*)::int FROM effects) AS effects',
  );
  return rows[0] ?? { deliveries: -1, effects: -1 };
}

test('a genuine event is stored with its raw body and one piece of work, and answered without content', async () => {
  const body = eventBody();
  const answer = await deliver(body, sign(body));
  expect(answer.status).toBe(204);
  expect(await answer.text()).toBe('');
  const { rows } = await api.world.database.pool.query(
    `SELECT d.organization_id, d.provider, d.dedupe_key, d.body, d.handled_at, d.result, e.kind, e.state, e.payload->>'deliveryId' = d.id::text AS linked
     FROM webhook_deliveries d JOIN effects e ON e.organization_id = d.organization_id`,
  );
  expect(rows).toEqual([
    expect.objectContaining({
      organization_id: api.world.organizationId,
      provider: 'retell',
      dedupe_key: 'call_7f3:call_ended',
      body,
      handled_at: null,
      kind: 'handle-webhook',
      state: 'ready',
      linked: true,
      result: {
        parsed: expect.objectContaining({
          fact: 'ended',
          call: expect.objectContaining({ providerCallId: 'call_7f3', attemptId, durationSec: 61 }),
        }),
      },
    }),
  ]);
});

test('the same event again, also many times at once, is answered alike and adds nothing', async () => {
  const body = eventBody();
  const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(body, sign(body))));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204]));
  expect(await written()).toEqual({ deliveries: 1, effects: 1 });
});

test.each([
  ['has no signature', (_body: string) => undefined],
  ['was signed by another key', (body: string) => sign(body, 'another key')],
  ['was signed six minutes ago', (body: string) => sign(body, retellApiKey, Date.now() - 6 * 60_000)],
  ['was signed six minutes in the future', (body: string) => sign(body, retellApiKey, Date.now() + 6 * 60_000)],
  ['was signed for another body', (_body: string) => sign(eventBody('call_analyzed'))],
  [
    'carries an old signature with a fresh time',
    (body: string) => sign(body, retellApiKey, Date.now() - 6 * 60_000).replace(/v=\d+/, `v=${Date.now()}`),
  ],
  ['has a signature of another form', (body: string) => sign(body).toUpperCase()],
  ['was signed by an empty key', (body: string) => sign(body, '')],
])('an event that %s is refused and leaves no row', async (_why, signatureOf) => {
  const body = eventBody();
  const answer = await deliver(body, signatureOf(body));
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({
    code: 'unauthenticated',
    message: expect.any(String),
    requestId: expect.any(String),
  });
  expect(await written()).toEqual({ deliveries: 0, effects: 0 });
});

test('a body that was changed by one character after it was signed is refused and leaves no row', async () => {
  const body = eventBody();
  expect((await deliver(body.replace('user_hangup', 'user_hangup '), sign(body))).status).toBe(401);
  expect(await written()).toEqual({ deliveries: 0, effects: 0 });
});

test('an organization cannot speak for another one: its own key does not fit the claim', async () => {
  const body = eventBody('call_ended', {}, api.world.other.organizationId);
  expect((await deliver(body, sign(body, retellApiKey))).status).toBe(401);
  expect(await written()).toEqual({ deliveries: 0, effects: 0 });
});

test('each organization’s events, proven by its own key, are its own', async () => {
  const { organizationId, other } = api.world;
  for (const [owner, key] of [
    [organizationId, retellApiKey],
    [other.organizationId, `key of ${other.organizationId}`],
  ] as const) {
    const body = eventBody('call_ended', {}, owner);
    expect((await deliver(body, sign(body, key))).status).toBe(204);
  }
  for (const table of ['webhook_deliveries', 'effects']) {
    const { rows } = await api.world.database.pool.query(`SELECT organization_id AS id FROM ${table} ORDER BY id`);
    expect(rows.map(({ id }) => id)).toEqual([organizationId, other.organizationId].sort());
  }
});

test('an event of a kind that we do not know is acknowledged, so that it is not sent again and again', async () => {
  const body = JSON.stringify({ event: 'chat_started', chat: { chat_id: 'chat_1' } });
  expect((await deliver(body, sign(body))).status).toBe(204);
  expect(await written()).toEqual({ deliveries: 0, effects: 0 });
});

test('text that PostgreSQL cannot keep does not fail the events stored beside it', async () => {
  const spoken = (content: string) => ({
    transcript_object: [{ role: 'user', content, words: [{ word: content, start: 0, end: 1 }] }],
  });
  const bodies = [
    eventBody('call_ended', spoken('a\u0000b')),
    eventBody('call_analyzed', spoken('\ud800')),
    eventBody('call_started'),
  ];
  const answers = await Promise.all(bodies.map((body) => deliver(body, sign(body))));
  expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204]);
  expect(await written()).toEqual({ deliveries: 3, effects: 3 });
});

test('a body above one megabyte is refused before its signature is looked at', async () => {
  const body = eventBody('call_ended', { transcript: 'x'.repeat(1_100_000) });
  expect((await deliver(body, sign(body))).status).toBe(413);
  expect(await written()).toEqual({ deliveries: 0, effects: 0 });
});
