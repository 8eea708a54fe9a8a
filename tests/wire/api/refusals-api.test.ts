import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '#platform/errors.ts';
import { requiredPaths } from '#tests/integration/api/required-paths.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { notImplementedRoutes } from '#api/not-implemented.ts';
import { clientOf, idOf, refusal, text } from '#tests/wire/api/exchange.ts';
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

const raw = async (rawBody: string, headers: Record<string, string> = {}) => {
  const answer = await api.call({ method: 'POST', path: '/api/leads', by: api.world.manager, rawBody, headers });
  return { status: answer.status, body: await answer.json() };
};

describe('a refusal has one shape:', () => {
  test('400 for a body that is no JSON', async () => {
    expect(await raw('{"name":')).toEqual({ status: 400, body: refusal('bad_request') });
  });

  test.each([
    ['no token', undefined],
    ['a token of nobody', 'aaaa.bbbb.cccc'],
  ])('401 for %s, with WWW-Authenticate', async (_what, token) => {
    const answered = await clientOf(api, token)('GET /api/leads');
    expect([answered.status, answered.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(answered.body).toMatchObject(refusal('unauthenticated'));
  });

  test('403 for what the role may not do', async () => {
    const answered = await clientOf(api, api.world.analyst)('POST /api/leads', { name: 'Анна' });
    expect([answered.status, answered.body]).toEqual([403, refusal('forbidden', { reason: text })]);
  });

  test('404 for what is not there, is another organization’s, or has no address', async () => {
    const foreign = clientOf(api, api.world.other.admin);
    const paths = [`/api/leads/${records.leadId}`, `/api/calls/${records.callId}`, `/api/clients/${records.contactId}`];
    for (const path of paths) {
      const answered = await foreign(`GET ${path}`);
      expect([answered.status, answered.body], path).toEqual([404, refusal('not_found', { reason: text })]);
    }
    const nowhere = await manager('GET /api/nowhere');
    expect([nowhere.status, nowhere.body]).toEqual([404, refusal('not_found')]);
  });

  test('405 for a method that an address does not take, with Allow', async () => {
    const answered = await manager('PATCH /api/leads');
    expect([answered.status, answered.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(answered.body).toEqual(refusal('method_not_allowed'));
  });

  test('409 for what the state of a record forbids, and for an Idempotency-Key of another request', async () => {
    const decided = `POST /api/call-requests/${records.callRequestId}`;
    expect((await clientOf(api, api.world.approver)(`${decided}/reject`, { reason: 'Not now' })).status).toBe(200);
    const again = await clientOf(api, api.world.approver)(`${decided}/approve`, {});
    expect([again.status, again.body]).toMatchObject([409, refusal('conflict', { reason: text })]);
    const key = { 'idempotency-key': 'wire-1' };
    expect((await manager('POST /api/leads', { name: 'Анна' }, key)).status).toBe(201);
    const repeat = await manager('POST /api/leads', { name: 'Анна' }, key);
    expect([repeat.status, repeat.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    const other = await manager('POST /api/leads', { name: 'Борис' }, key);
    expect([other.status, other.body]).toMatchObject([409, refusal('conflict', { reason: text })]);
  });

  test('412 for a version that If-Match no longer finds', async () => {
    const answered = await manager(`PUT /api/leads/${records.leadId}`, { note: 'x' }, { 'if-match': '"v99"' });
    expect([answered.status, answered.body]).toMatchObject([412, refusal('stale', { reason: text })]);
  });

  test('413 for a body that is too large', async () => {
    const answered = await raw(JSON.stringify({ name: 'x'.repeat(1_100_000) }));
    expect(answered).toEqual({ status: 413, body: refusal('payload_too_large') });
  });

  test('415 for a body of another type', async () => {
    const answered = await raw('name=Anna', { 'content-type': 'text/plain' });
    expect(answered).toEqual({ status: 415, body: refusal('unsupported_media_type') });
  });

  test.each([
    ['POST /api/leads', { phone: '+79161234567' }, 'name'],
    ['POST /api/leads', { name: 'Анна', colour: 'red' }, 'colour'],
    ['POST /api/call-requests', { goal: 'Договориться' }, 'leadId'],
    ['POST /api/users', { name: 'Oleg', role: 'owner' }, 'role'],
    ['POST /api/calls/batch-delete', { ids: 'all' }, 'ids'],
    ['POST /api/calls/export', { format: 'pdf' }, 'format'],
    ['GET /api/leads/17', undefined, 'id'],
  ])('422 for %s with %j, naming %s', async (line, body, field) => {
    const answered = await admin(line, body);
    expect([answered.status, answered.body]).toEqual([
      422,
      refusal('validation_failed', {
        reason: 'input.invalid',
        fields: expect.arrayContaining([{ field, problem: text }]),
      }),
    ]);
  });

  test('429 for too many requests with Retry-After and what is left, 503 for a service that is not connected', async () => {
    const narrow = await createApiWorld({
      config: { rateLimits: { read: 1, address: 1_000 } },
      world: { ports: { mailer: async () => notConnected() } },
    });
    const client = clientOf(narrow, narrow.world.manager);
    const first = await client('GET /api/leads');
    const left = ['ratelimit-limit', 'ratelimit-remaining'].map((name) => first.headers.get(name));
    expect([first.status, ...left]).toEqual([200, '1', '0']);
    const second = await client('GET /api/leads');
    expect([second.status, second.body]).toEqual([429, refusal('rate_limited')]);
    expect(second.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(second.headers.get('ratelimit-reset')).toMatch(/^\d+$/);
    const lead = await client('POST /api/leads', { name: 'Анна', email: 'anna@client.example' });
    const letter = { leadId: idOf(lead), to: ['anna@client.example'], subject: 'Договор', text: 'Во вложении.' };
    const unsent = await client('POST /api/emails', letter);
    expect([unsent.status, unsent.body]).toEqual([503, refusal('service_not_connected', { reason: text })]);
    await narrow.close();
  });
});

function notConnected(): never {
  throw new AppError('service_not_connected', 'service.notConnected', 'email is not connected.', {
    params: { service: 'email' },
  });
}

/** The capabilities of the older systems that a later version brings. */
const comingPaths =
  /^\/api\/(bd-accounts|chat$|agents\/\{id\}\/(knowledge|objections)|knowledge-base|crm\/kommo|integrations|billing|proposals|analytics|calls$|calls\/(sync|\{id\}\/process)|settings\/(test\/)?(bitrix24|kommo|stripe)|webhooks\/(bitrix24|kommo|stripe))/;

test('exactly the capabilities that come later answer 501 and say what will come', async () => {
  const placeholders = (path: string) => path.replaceAll(/\{\w+\}/g, records.leadId);
  for (const { route } of notImplementedRoutes) {
    const line = `${route.method.toUpperCase()} ${placeholders(route.path)}`;
    const answered = await admin(line, route.method === 'get' || route.method === 'delete' ? undefined : {});
    expect(route.path).toMatch(comingPaths);
    expect([answered.status, answered.body], line).toEqual([
      501,
      refusal('not_implemented', { reason: 'notImplemented', message: expect.stringMatching(/ comes? with /) }),
    ]);
  }
  const required = new Set(requiredPaths.flatMap((line) => line.split(' ').slice(1)));
  expect(notImplementedRoutes.map(({ route }) => route.path.slice(1)).filter((path) => !required.has(path))).toEqual(
    [],
  );
});

test('a recording that is uploaded as the older clients do is refused by 501, not by its form', async () => {
  const form = new FormData();
  form.set('audio', new File(['RIFF'], 'call.wav', { type: 'audio/wav' }));
  for (const [name, value] of Object.entries({ managerName: 'Oleg', type: 'incoming', phoneNumber: '+79161234567' }))
    form.set(name, value);
  const headers = { authorization: `Bearer ${await api.tokenOf(api.world.admin)}` };
  const answer = await api.send(new Request('http://localhost/api/calls', { method: 'POST', body: form, headers }));
  expect([answer.status, await answer.json()]).toMatchObject([501, refusal('not_implemented')]);
});
