import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { userHas } from '#domain/permissions.ts';
import type { UserActor } from '#domain/permissions.ts';
import { apiRoutes } from '#api/routes.ts';
import { isId } from '#platform/ids.ts';
import { aim, nameOf } from '#tests/integration/api/aim.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { fingerprint } from '#tests/integration/api/fingerprint.ts';

const memberRoutes = apiRoutes.filter(({ options }) => (options.access ?? 'member') === 'member');
const builtRoutes = memberRoutes.filter(({ route }) => !('x-not-implemented' in route));

let api: ApiWorld;
let records: ApiRecords;
// A refused request still leaves rows of the sign-in; those are not business rows.
const fingerprintOfOurs = () => fingerprint(api.world.database, api.world.organizationId, ['refresh_tokens']);

beforeAll(async () => {
  api = await createApiWorld();
  records = await createRecords(api.world, api.world);
});
afterAll(() => api.close());

describe.each(memberRoutes.map((entry) => ({ name: nameOf(entry), entry })))('$name', ({ entry }) => {
  test('asks a stranger to sign in', async () => {
    const answer = await aim(api, entry, records, undefined);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      code: 'unauthenticated',
      message: expect.any(String),
      requestId: answer.headers.get('x-request-id'),
    });
  });

  test('does not believe a token that has expired', async () => {
    const { admin, organizationId, make } = api.world;
    const { accessToken } = await issueTokens(make, { userId: admin.id, organizationId }, { accessTtlSec: -10 });
    expect((await aim(api, entry, records, accessToken)).status).toBe(401);
  });

  test('does not believe a token whose signature was changed', async () => {
    const token = await api.tokenOf(api.world.admin);
    const [head, claims, signature = ''] = token.split('.');
    const forged = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect((await aim(api, entry, records, forged)).status).toBe(401);
  });
});

test('an admin of another organization finds nothing of ours and changes nothing', async () => {
  const before = await fingerprintOfOurs();
  const ownIds = Object.values(records).filter(isId);
  for (const entry of builtRoutes) {
    const answer = await aim(api, entry, records, api.world.other.admin);
    const text = await answer.text();
    const label = `${nameOf(entry)} answered ${answer.status}: ${text.slice(0, 200)}`;
    if (/\{(id|chatId|seq)\}/.test(entry.route.path)) expect([404], label).toContain(answer.status);
    expect(answer.status, label).toBeLessThan(500);
    if (answer.ok) for (const id of ownIds) expect(text, label).not.toContain(id);
    expect(text, label).not.toContain('Secret');
  }
  expect(await fingerprintOfOurs()).toEqual(before);
});

test('a manager who owns none of these records can neither read nor change them', async () => {
  const own = [
    '/api/leads/{id}',
    '/api/call-requests/{id}',
    '/api/calls/{id}',
    '/api/ai/drafts/{id}',
    '/api/messaging/chats/{chatId}',
    '/api/clients/{id}',
    '/api/crm/companies/{id}',
    '/api/crm/deals/{id}',
    '/api/tasks/{id}',
    '/api/notes/{id}',
  ];
  const before = await fingerprintOfOurs();
  for (const entry of builtRoutes.filter(({ route }) => own.some((path) => route.path.startsWith(path)))) {
    const answer = await aim(api, entry, records, api.world.otherManager);
    const label = `${nameOf(entry)} answered ${answer.status}`;
    expect([403, 404], label).toContain(answer.status);
    expect(await answer.text(), label).not.toContain('Secret');
  }
  expect(await fingerprintOfOurs()).toEqual(before);
});

describe.each(['analyst', 'otherManager'] as const)('%s', (role) => {
  test('is refused exactly where the documented permission is missing', async () => {
    const user: UserActor = api.world[role];
    for (const entry of builtRoutes) {
      const { permission } = entry.options;
      if (permission === undefined || userHas(user, permission)) continue;
      const answer = await aim(api, entry, records, user);
      // Records that the person may not even see are not there for them.
      const refusals = entry.route.path.includes('{') ? [403, 404] : [403];
      expect(refusals, `${nameOf(entry)} needs ${permission} and answered ${answer.status}`).toContain(answer.status);
    }
  });
});

test('an admin is refused nowhere for lack of rights, and nothing fails inside', async () => {
  for (const entry of builtRoutes) {
    // Each route that writes gets records of its own, because many of them delete what they aim at.
    const aimedAt = entry.route.method === 'get' ? records : await createRecords(api.world, api.world);
    const answer = await aim(api, entry, aimedAt, api.world.admin);
    const label = `${nameOf(entry)} answered ${answer.status}: ${(await answer.clone().text()).slice(0, 300)}`;
    // The record's hash is no real one, and an approval must notice.
    const expected = entry.route.path === '/api/call-requests/{id}/approve' ? [409] : [200, 201, 202, 204];
    expect(expected, label).toContain(answer.status);
  }
}, 60_000);

test('what is planned answers 501 in the shape of all errors', async () => {
  const planned = memberRoutes.filter(({ route }) => 'x-not-implemented' in route);
  expect(planned.length).toBeGreaterThan(30);
  for (const entry of planned) {
    const answer = await aim(api, entry, records, api.world.admin);
    expect(answer.status, nameOf(entry)).toBe(501);
    expect(await answer.json()).toMatchObject({ code: 'not_implemented', requestId: expect.any(String) });
  }
});

test('a member who is dismissed is out at once', async () => {
  const { world, call } = api;
  const user = await world.database.prisma.user.create({
    data: { organizationId: world.organizationId, name: 'Leaver', email: 'leaver@example.test', role: 'manager' },
  });
  const token = await api.tokenOf({ kind: 'user', id: user.id, name: user.name, role: 'manager', permissions: [] });
  expect((await call({ path: '/api/auth/me', by: token })).status).toBe(200);
  expect((await call({ method: 'DELETE', path: `/api/users/${user.id}`, by: world.admin })).status).toBe(200);
  expect((await call({ path: '/api/auth/me', by: token })).status).toBe(401);
});
