import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { apiRoutes } from '#api/routes.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { signInitData } from '#tests/support/init-data.ts';

const botToken = '7000000001:own-bot-token-for-tests-of-init-data';
let api: ApiWorld;
let records: ApiRecords;
beforeAll(async () => {
  const bots: { organizationId: string; token: string }[] = [];
  api = await createApiWorld({ deps: { miniAppBots: async () => bots } });
  bots.push({ organizationId: api.world.organizationId, token: botToken });
  records = await createRecords(api.world, api.world);
});
afterAll(() => api.close());

test.each(['/api/leads?limit=5', '/api/calls?limit=5', '/api/clients', '/api/emails', '/api/auth/me'])(
  '%s is answered 304 without a body to whoever has it, and whole again after a change.',
  async (path) => {
    const by = api.world.manager;
    const first = await api.call({ path, by });
    const tag = first.headers.get('etag') ?? '';
    expect(first.status).toBe(200);
    expect(tag).toMatch(/^W\/"[0-9a-f]{27}"$/);
    const again = await api.call({ path, by, headers: { 'if-none-match': `"x", ${tag}` } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
    expect(again.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const other = await api.call({ path, by: api.world.other.manager, headers: { 'if-none-match': tag } });
    expect(other.status).toBe(200);
  },
);

test('A changed record has another tag, and a list with it too.', async () => {
  const by = api.world.manager;
  const path = `/api/leads/${records.leadId}`;
  const tagOf = async (of: string) => (await api.call({ path: of, by })).headers.get('etag');
  const before = [await tagOf(path), await tagOf('/api/leads')];
  await api.call({ method: 'PUT', path, by, body: { note: 'called' } });
  const after = [await tagOf(path), await tagOf('/api/leads')];
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('Every answer says how many requests are left, in the old names and in the new ones.', async () => {
  const limited = await createApiWorld({ config: { rateLimits: { read: 2, address: 1_000 } } });
  const by = limited.world.manager;
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push(await limited.call({ path: '/api/leads', by }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"read";q=2;w=60');
  expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"read";r=1;t=\d+$/);
  expect(answers[2]?.headers.get('ratelimit')).toMatch(/^"read";r=0;t=\d+$/);
  expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  for (const path of ['/api/nowhere', '/docs', '/api/health'])
    expect((await limited.call({ path })).headers.get('ratelimit'), path).toMatch(/^"\w+";r=\d+;t=\d+$/);
  await limited.close();
});

test('Only listed origins may read answers, and the browser is told which headers it may see.', async () => {
  const from = (origin: string, method = 'GET') =>
    api.call({
      method,
      path: '/api/leads',
      by: method === 'GET' ? api.world.manager : undefined,
      headers: { origin, ...(method === 'OPTIONS' ? { 'access-control-request-method': 'POST' } : {}) },
    });
  const friend = await from('https://app.example.com');
  expect(friend.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  expect(friend.headers.get('access-control-expose-headers')).toContain('RateLimit-Policy');
  expect(friend.headers.get('vary')).toContain('Origin');
  expect((await from('https://app.example.com', 'OPTIONS')).headers.get('access-control-allow-headers')).toContain(
    'Idempotency-Key',
  );
  for (const origin of ['https://app.example.com.evil.example', 'http://app.example.com', 'null'])
    expect((await from(origin)).headers.get('access-control-allow-origin'), origin).toBeNull();
});

test('No answer can be framed, sniffed or run as a page, and none forbids frames by the old header that breaks Telegram.', async () => {
  for (const path of ['/api/leads', '/api/nowhere', '/docs', '/reset-password', '/api/health']) {
    const { headers } = await api.call({ path });
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
    expect(headers.get('x-frame-options'), path).toBeNull();
  }
});

test('The page behind a password link is in the reader’s language and runs nothing but its own script.', async () => {
  const russian = await (await api.call({ path: '/reset-password', headers: { 'accept-language': 'ru' } })).text();
  expect(russian).toContain('Новый пароль');
  const english = await (await api.call({ path: '/reset-password' })).text();
  expect(english).toContain('New password');
  expect(english).not.toMatch(/<script>|\son\w+=/);
  expect((await api.call({ path: '/reset-password/page.js' })).headers.get('content-type')).toContain('javascript');
});

/** Where a repeat is harmless, and why a key is not taken. */
const withoutKeys = new Map([
  ['/api/users/{id}/invite', 'the answer holds a secret that is shown once; keeping it would keep it readable'],
  ['/api/incoming-tokens', 'the answer holds a secret that is shown once; keeping it would keep it readable'],
  ['/api/webhook-subscriptions', 'the answer holds a secret that is shown once; keeping it would keep it readable'],
  ['/api/imports', 'the table is read as it comes in and only looked at; applying it is another request'],
]);

test('Every route that creates something answers a repeat under its Idempotency-Key as the first time.', () => {
  const open = apiRoutes
    .filter(({ route, options }) => {
      const isMembers = (options.access ?? 'member') === 'member';
      return route.method === 'post' && isMembers && route.responses?.[201] !== undefined && !options.isIdempotent;
    })
    .map(({ route }) => route.path)
    .filter((path) => !withoutKeys.has(path));
  expect(open).toEqual([]);
});

test('An upload is stored once per key although each form has another boundary, and its type is what its bytes say.', async () => {
  const upload = async (bytes: string, name: string, key: string) => {
    const form = new FormData();
    form.set('file', new File([bytes], name, { type: 'application/pdf' }));
    const packed = new Response(form);
    return api.send(
      new Request('http://localhost/api/files', {
        method: 'POST',
        body: await packed.clone().arrayBuffer(),
        headers: {
          authorization: `Bearer ${await api.tokenOf(api.world.manager)}`,
          'content-type': packed.headers.get('content-type') ?? '',
          'idempotency-key': key,
        },
      }),
    );
  };
  const stored = z.object({ id: z.string(), mimeType: z.string(), url: z.string() });
  const first = stored.parse(await (await upload('hello', 'a.txt', 'key-1')).json());
  const repeat = await upload('hello', 'a.txt', 'key-1');
  expect(repeat.headers.get('idempotency-replayed')).toBe('true');
  expect(stored.parse(await repeat.json()).id).toBe(first.id);
  expect(first.mimeType).toBe('text/plain');
  const file = await api.call({ path: first.url.replace('http://localhost:8080', '') });
  expect([await file.text(), file.headers.get('content-disposition')]).toEqual([
    'hello',
    expect.stringContaining('attachment'),
  ]);
  expect((await upload('MZ\0', 'a.exe', 'key-2')).status).toBe(422);
  expect((await upload('x'.repeat(20_200_000), 'big.txt', 'key-3')).status).toBe(413);
});

test('A Mini App session signs in, and needs data of the last hour for settings, people and approvals only.', async () => {
  const telegramUserId = 5_000_000_777n;
  await api.world.database.prisma.user.updateMany({ where: { id: api.world.admin.id }, data: { telegramUserId } });
  const initData = signInitData(botToken, { telegramUserId });
  const signIn = (body: object) => api.call({ method: 'POST', path: '/api/auth/telegram', body });
  const signedIn = z.object({
    token: z.string(),
    refresh_token: z.string(),
    expires_in: z.number(),
    user: z.object({ id: z.string() }),
  });
  const session = signedIn.parse(await (await signIn({ initData })).json());
  expect(session.user.id).toBe(api.world.admin.id);
  const repeat = await signIn({ initData });
  expect([repeat.status, (await jsonOf(repeat, { ...problemShape, reason: z.string() })).reason]).toEqual([
    401,
    'initData.used',
  ]);
  expect((await signIn({ initData: `${initData}0` })).status).toBe(401);
  const { organizationId, make, admin } = api.world;
  const initDataAt = new Date(Date.now() - 3_700_000);
  const { accessToken } = await issueTokens(make, { userId: admin.id, organizationId, initDataAt });
  const tryWith = async (by: string, method: string, path: string, body?: object) =>
    (await api.call({ method, path, by, ...(body ? { body } : {}) })).status;
  const approve = `/api/call-requests/${records.callRequestId}/approve`;
  expect(await tryWith(accessToken, 'GET', '/api/leads')).toBe(200);
  expect(await tryWith(accessToken, 'PUT', '/api/settings/openai', { apiKey: 'k' })).toBe(401);
  expect(await tryWith(accessToken, 'POST', approve, {})).toBe(401);
  expect(await tryWith(session.token, 'PUT', '/api/settings/openai', { apiKey: 'k' })).toBe(200);
  const refreshed = await api.call({
    method: 'POST',
    path: '/api/auth/refresh',
    body: { refresh_token: session.refresh_token },
  });
  const next = z.object({ token: z.string() }).parse(await refreshed.json());
  const claims: unknown = JSON.parse(Buffer.from(next.token.split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ ida: expect.any(Number) });
});
