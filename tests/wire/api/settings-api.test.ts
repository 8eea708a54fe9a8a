import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { clientOf, moment, refusal, text } from '#tests/wire/api/exchange.ts';
import type { Client } from '#tests/wire/api/exchange.ts';

let api: ApiWorld;
let records: ApiRecords;
let manager: Client;
let admin: Client;

beforeAll(async () => {
  api = await createApiWorld();
  records = await createRecords(api.world, api.world);
  manager = clientOf(api, api.world.manager);
  admin = clientOf(api, api.world.admin);
});
afterAll(() => api.close());

test('settings are connected by PUT and by POST, shown without their secrets, and tried', async () => {
  const retell = { apiKey: 'key_secret_of_the_wire_tests_1234', fromNumber: '+14155550100', agentId: 'agent_12345' };
  const put = await admin('PUT /api/settings/retell', retell);
  expect([put.status, put.body]).toEqual([
    200,
    {
      ...{ key: 'retell', configured: true, source: 'organization', updatedAt: moment },
      values: expect.objectContaining({ fromNumber: '+14155550100', agentId: 'agent_12345' }),
      secrets: { apiKey: { set: true, hint: expect.stringMatching(/1234$/) } },
    },
  ]);
  const posted = await admin('POST /api/settings', {
    key: 'openai',
    values: { apiKey: 'sk-another-key-of-the-wire-tests-5678', model: 'gpt-5-mini' },
  });
  expect([posted.status, posted.body]).toMatchObject([200, { key: 'openai', configured: true }]);
  expect((await admin('GET /api/settings/retell')).body).toEqual(put.body);
  const all = await admin('GET /api/settings');
  expect([all.status, all.body]).toMatchObject([
    200,
    {
      items: expect.arrayContaining(
        ['retell', 'openai', 'email', 'telegram', 'storage'].map((key) => expect.objectContaining({ key })),
      ),
    },
  ]);
  expect(JSON.stringify([put.body, posted.body, all.body])).not.toMatch(/key_secret|sk-another/);
  const unknown = await admin('GET /api/settings/fax');
  expect([unknown.status, unknown.body]).toEqual([404, refusal('not_found', { reason: text })]);
  for (const key of ['retell', 'openai', 'email', 'telegram', 'storage']) {
    const tried = await admin(`POST /api/settings/test/${key}`);
    expect([tried.status, tried.body], key).toMatchObject([200, { ok: expect.any(Boolean), message: text }]);
  }
  const mayNot = await manager('PUT /api/settings/retell', retell);
  expect([mayNot.status, mayNot.body]).toEqual([403, refusal('forbidden', { reason: text })]);
});

test.each([
  ['openai', { apiKey: 'sk-a-key-of-the-wire-tests', kind: 'openai', model: 'gpt-5-mini' }],
  ['telegram', { botToken: '123456789:the-token-that-BotFather-gave-to-us', chatId: '-1001234567890' }],
  [
    'email',
    { host: 'smtp.wire.example', port: '587', user: 'sales', password: 'a secret', from: 'Sales <sales@wire.example>' },
  ],
  ['storage', { endpoint: 'https://s3.wire.example', bucket: 'perezvon', accessKey: 'key', secretKey: 'a secret key' }],
])('PUT /api/settings/%s connects it', async (key, values) => {
  const put = await admin(`PUT /api/settings/${key}`, values);
  expect([put.status, put.body]).toEqual([
    200,
    {
      ...{ key, configured: true, source: 'organization', updatedAt: moment },
      values: expect.any(Object),
      secrets: expect.any(Object),
    },
  ]);
  const wrong = await admin(`PUT /api/settings/${key}`, { ...values, colour: 'red' });
  expect([wrong.status, wrong.body]).toMatchObject([422, refusal('validation_failed')]);
});

test('reports name their channels, and a test line says what became of it', async () => {
  const reports = await admin('GET /api/reports');
  expect([reports.status, reports.body]).toEqual([
    200,
    {
      channels: [expect.objectContaining({ id: records.reportChannelId, chatId: text, title: text })],
      digests: [],
      exports: expect.arrayContaining(['leads', 'calls']),
    },
  ]);
  const untold = await clientOf(api, api.world.other.admin)('POST /api/reports/test-telegram');
  expect([untold.status, untold.body]).toEqual([200, { ok: false, message: text, channels: [] }]);
});

test('health, readiness and metrics answer without a member', async () => {
  const stranger = clientOf(api);
  const health = await stranger('GET /api/health');
  expect([health.status, health.body]).toEqual([200, { status: 'ok', version: 'test' }]);
  const ready = await stranger('GET /api/health/ready');
  expect([ready.status, ready.body]).toEqual([200, { ready: true, checks: { database: { ok: true, detail: 'ok' } } }]);
  const metrics = await api.call({ path: '/metrics', by: 'metrics-token' });
  expect([metrics.status, metrics.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  const closed = await stranger('GET /metrics');
  expect([closed.status, closed.body]).toEqual([401, refusal('unauthenticated')]);
});
