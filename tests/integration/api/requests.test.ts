import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProviderError } from '#platform/errors.ts';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const createLead = (rawBody: string, headers: Record<string, string> = {}) =>
  api.call({ method: 'POST', path: '/api/leads', by: api.world.manager, rawBody, headers });
const codeOf = async (answer: Response) => [answer.status, (await jsonOf(answer, problemShape)).code];

test('every answer names its request, and takes the id that the caller gave', async () => {
  const given = await api.call({ path: '/api/health', headers: { 'x-request-id': 'caller-chose-this' } });
  expect(given.headers.get('x-request-id')).toBe('caller-chose-this');
  const made = await api.call({ path: '/api/health', headers: { 'x-request-id': 'not a\tproper id' } });
  expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('an unknown address answers 404 and a known one with another method 405 that names the methods', async () => {
  expect(await codeOf(await api.call({ path: '/api/nothing' }))).toEqual([404, 'not_found']);
  const answer = await api.call({ method: 'PATCH', path: '/api/leads/0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b' });
  expect(answer.headers.get('allow')).toBe('GET, PUT, DELETE');
  expect(await codeOf(answer)).toEqual([405, 'method_not_allowed']);
});

test('a body that is no JSON, of another type, too large or too deep is refused in the one shape', async () => {
  expect(await codeOf(await createLead('{"name": '))).toEqual([400, 'bad_request']);
  expect(await codeOf(await createLead('name=Anna', { 'content-type': 'text/plain' }))).toEqual([
    415,
    'unsupported_media_type',
  ]);
  expect(await codeOf(await createLead(JSON.stringify({ name: 'x'.repeat(1_100_000) })))).toEqual([
    413,
    'payload_too_large',
  ]);
  expect(await codeOf(await createLead('['.repeat(5_000)))).toEqual([413, 'payload_too_large']);
});

test('a body without an announced length is counted while it is read', async () => {
  const { tokenOf, world } = api;
  const chunk = new TextEncoder().encode('x'.repeat(100_000));
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 1_000) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const answer = await api.send(
    new Request('http://localhost/api/leads', {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${await tokenOf(world.manager)}`, 'content-type': 'application/json' },
      ...{ duplex: 'half' },
    }),
  );
  expect(await codeOf(answer)).toEqual([413, 'payload_too_large']);
  expect(sent).toBeLessThan(50);
});

test('invalid fields are named one by one, and unknown ones are refused', async () => {
  const answer = await createLead(JSON.stringify({ name: '', organizationId: api.world.other.organizationId }));
  expect(answer.status).toBe(422);
  const body = await jsonOf(answer, problemShape);
  expect(body).toMatchObject({ code: 'validation_failed', requestId: answer.headers.get('x-request-id') });
  expect(JSON.stringify(body.fields)).toContain('name');
  expect(JSON.stringify(body.fields)).toContain('organizationId');
});

test('browsers may call from the listed origins only', async () => {
  const preflight = (origin: string) =>
    api.call({ method: 'OPTIONS', path: '/api/leads', headers: { origin, 'access-control-request-method': 'POST' } });
  expect((await preflight('https://app.example.com')).headers.get('access-control-allow-origin')).toBe(
    'https://app.example.com',
  );
  expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull();
});

test('answers cannot be sniffed or framed by a policy, and carry no X-Frame-Options that would break Telegram Web', async () => {
  const { headers } = await api.call({ path: '/api/health' });
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-frame-options')).toBeNull();
});

test('whoever asks too often is told when to come back, and others are not held up', async () => {
  const limited = await createApiWorld({ config: { rateLimits: { read: 3 } } });
  try {
    const me = (by: 'manager' | 'admin') => limited.call({ path: '/api/auth/me', by: limited.world[by] });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await me('manager')).status);
    expect(statuses).toEqual([200, 200, 200]);
    const refused = await me('manager');
    expect(refused.headers.get('ratelimit-limit')).toBe('3');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await codeOf(refused)).toEqual([429, 'rate_limited']);
    expect((await me('admin')).headers.get('ratelimit-remaining')).toBe('2');
  } finally {
    await limited.close();
  }
});

test('what fails inside is told without its cause', async () => {
  const broken = await createApiWorld({
    deps: {
      readiness: async () => {
        throw new Error('password=hunter2 at /srv/app/secret.ts:12');
      },
    },
  });
  try {
    const answer = await broken.call({ path: '/api/health/ready' });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(text)).toEqual({ code: 'internal', message: expect.any(String), requestId: expect.any(String) });
    expect(text).not.toMatch(/hunter2|secret\.ts/);
  } finally {
    await broken.close();
  }
});

test('readiness answers 503 when something stands still, without saying what to strangers', async () => {
  const stuck = await createApiWorld({
    deps: {
      readiness: async () => ({ ready: false, checks: { jobs: { ok: false, detail: 'host db.internal refused' } } }),
    },
  });
  try {
    const answer = await stuck.call({ path: '/api/health/ready' });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, checks: { jobs: { ok: false, detail: 'failing' } } });
  } finally {
    await stuck.close();
  }
});

test('metrics need the operator’s token', async () => {
  expect((await api.call({ path: '/metrics' })).status).toBe(401);
  expect((await api.call({ path: '/metrics', by: 'wrong-token' })).status).toBe(401);
  const answer = await api.call({ path: '/metrics', by: 'metrics-token' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('perezvon_http_request_seconds_bucket');
});

test('a service that fails is named, and is not taken for a failure of ours', async () => {
  const failing = async () => {
    throw new ProviderError('telegram', 'retryable', 'timeout', 'Telegram did not answer within 10 s.');
  };
  const messenger = {
    drawCard: failing,
    closeCard: failing,
    showCommands: async () => undefined,
    editDelivered: async () => undefined,
    deleteDelivered: async () => undefined,
    download: async () => ({ bytes: new Uint8Array([1]), fileName: 'file' }),
    deliver: failing,
    sendDigest: failing,
    startLink: failing,
    test: failing,
  };
  const failingApi = await createApiWorld({ world: { ports: { messenger: async () => messenger } } });
  try {
    const { admin, manager } = failingApi.world;
    const answer = await failingApi.call({ method: 'POST', path: `/api/users/${manager.id}/invite`, by: admin });
    expect(answer.status).toBe(502);
    expect(await jsonOf(answer, problemShape)).toMatchObject({
      code: 'provider_failed',
      message: 'telegram could not do this now (timeout). Try again later.',
    });
  } finally {
    await failingApi.close();
  }
});
