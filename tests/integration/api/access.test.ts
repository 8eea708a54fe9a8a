import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueTokens } from '#domain/auth/issue-tokens.ts';
import { userHas } from '#domain/permissions.ts';
import type { UserActor } from '#domain/permissions.ts';
import type { AnyRoute } from '#api/route.ts';
import { apiRoutes } from '#api/routes.ts';
import { tenantModels } from '#platform/database/tenant.ts';
import { newId } from '#platform/ids.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

const memberRoutes = apiRoutes.filter(({ options }) => (options.access ?? 'member') === 'member');
const builtRoutes = memberRoutes.filter(({ route }) => !('x-not-implemented' in route));
const nameOf = ({ route }: AnyRoute) => `${route.method.toUpperCase()} ${route.path}`;

let api: ApiWorld;
let records: ApiRecords;

beforeAll(async () => {
  api = await createApiWorld();
  records = await createRecords(api.world, api.world);
});
afterAll(() => api.close());

describe.each(memberRoutes.map((entry) => ({ name: nameOf(entry), entry })))('$name', ({ entry }) => {
  test('asks a stranger to sign in', async () => {
    const answer = await aim(entry, records, undefined);
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
    expect((await aim(entry, records, accessToken)).status).toBe(401);
  });

  test('does not believe a token whose signature was changed', async () => {
    const token = await api.tokenOf(api.world.admin);
    const [head, claims, signature = ''] = token.split('.');
    const forged = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect((await aim(entry, records, forged)).status).toBe(401);
  });
});

test('an admin of another organization finds nothing of ours and changes nothing', async () => {
  const before = await fingerprint();
  const ownIds = Object.values(records);
  for (const entry of builtRoutes) {
    const answer = await aim(entry, records, api.world.other.admin);
    const text = await answer.text();
    const label = `${nameOf(entry)} answered ${answer.status}: ${text.slice(0, 200)}`;
    if (/\{(id|chatId)\}/.test(entry.route.path)) expect([404], label).toContain(answer.status);
    expect(answer.status, label).toBeLessThan(500);
    if (answer.ok) for (const id of ownIds) expect(text, label).not.toContain(id);
    expect(text, label).not.toContain('Secret');
  }
  expect(await fingerprint()).toEqual(before);
});

test('a manager who owns none of these records can neither read nor change them', async () => {
  const own = [
    '/api/leads/{id}',
    '/api/call-requests/{id}',
    '/api/calls/{id}',
    '/api/ai/drafts/{id}',
    '/api/messaging/chats/{chatId}',
    '/api/clients/{id}',
  ];
  const before = await fingerprint();
  for (const entry of builtRoutes.filter(({ route }) => own.some((path) => route.path.startsWith(path)))) {
    const answer = await aim(entry, records, api.world.otherManager);
    const label = `${nameOf(entry)} answered ${answer.status}`;
    expect([403, 404], label).toContain(answer.status);
    expect(await answer.text(), label).not.toContain('Secret');
  }
  expect(await fingerprint()).toEqual(before);
});

describe.each(['analyst', 'otherManager'] as const)('%s', (role) => {
  test('is refused exactly where the documented permission is missing', async () => {
    const user: UserActor = api.world[role];
    for (const entry of builtRoutes) {
      const { permission } = entry.options;
      if (permission === undefined || userHas(user, permission)) continue;
      const answer = await aim(entry, records, user);
      // Records that the person may not even see are not there for them.
      const refusals = entry.route.path.includes('{') ? [403, 404] : [403];
      expect(refusals, `${nameOf(entry)} needs ${permission} and answered ${answer.status}`).toContain(answer.status);
    }
  });
});

test('an admin is refused nowhere for lack of rights, and nothing fails inside', async () => {
  for (const entry of builtRoutes) {
    // Each route gets records of its own, because many of them delete what they aim at.
    const answer = await aim(entry, await createRecords(api.world, api.world), api.world.admin);
    const label = `${nameOf(entry)} answered ${answer.status}: ${(await answer.clone().text()).slice(0, 300)}`;
    // The record's hash is no real one, and an approval must notice.
    const expected = entry.route.path === '/api/call-requests/{id}/approve' ? [409] : [200, 201, 202, 204];
    expect(expected, label).toContain(answer.status);
  }
});

test('what is planned answers 501 in the shape of all errors', async () => {
  const planned = memberRoutes.filter(({ route }) => 'x-not-implemented' in route);
  expect(planned.length).toBeGreaterThan(40);
  for (const entry of planned) {
    const answer = await aim(entry, records, api.world.admin);
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

/** Sends the route's own example to the given records. */
async function aim({ route }: AnyRoute, targets: ApiRecords, by: UserActor | string | undefined): Promise<Response> {
  // Signing out ends a session, and the others are still needed.
  const caller = route.path === '/api/auth/logout' && typeof by === 'object' ? await api.newToken(by) : by;
  const path = route.path.replace(/\{(\w+)\}/g, (_match, name: string) =>
    name === 'key' ? 'retell' : targetOf(route.path, targets),
  );
  const query = route.path === '/api/messaging/messages' ? `?chatId=${targets.conversationId}` : '';
  const content = route.request?.body?.content['application/json'];
  const body = content && 'example' in content ? withIds(content.example, targets) : undefined;
  return api.call({
    method: route.method.toUpperCase(),
    path: path + query,
    by: caller,
    ...(body === undefined ? {} : { body }),
  });
}

function targetOf(path: string, targets: ApiRecords): string {
  const kinds: [RegExp, string][] = [
    [/^\/api\/users/, targets.userId],
    [/^\/api\/leads/, targets.leadId],
    [/^\/api\/(clients|crm\/contacts)/, targets.contactId],
    [/^\/api\/pipelines?\/stages/, targets.stageId],
    [/^\/api\/pipelines?\/\{id\}$/, targets.emptyPipelineId],
    [/^\/api\/pipelines?/, targets.pipelineId],
    [/^\/api\/call-requests/, targets.callRequestId],
    [/^\/api\/calls/, targets.callId],
    [/^\/api\/ai\/drafts/, targets.draftId],
    [/^\/api\/messaging\/chats/, targets.conversationId],
    [/^\/api\/agents/, targets.agentId],
    [/^\/api\/effects/, targets.effectId],
    [/^\/api\/incoming-tokens/, targets.incomingTokenId],
  ];
  return kinds.find(([pattern]) => pattern.test(path))?.[1] ?? targets.leadId;
}

/** The id that the examples of the API show. */
const placeholderId = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';

/** The example with its placeholder ids replaced by ids of real records, and its unique texts made unique. */
function withIds(example: unknown, targets: ApiRecords): unknown {
  const ids: Record<string, string> = {
    leadId: targets.leadId,
    stageId: targets.stageId,
    conversationId: targets.conversationId,
    chatId: targets.conversationId,
  };
  if (typeof example !== 'object' || example === null) return example;
  return Object.fromEntries(
    Object.entries(example).map(([key, value]) => {
      if (key === 'email') return [key, `${newId()}@example.test`];
      if (key === 'phones') return [key, [`+7921${String(Date.now()).slice(-7)}`]];
      return [key, value === placeholderId ? ids[key] : value];
    }),
  );
}

/** A digest of every row of our organization in every table that has one. */
async function fingerprint(): Promise<Record<string, string>> {
  const { database, organizationId } = api.world;
  const tables = await database.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organization_id' ORDER BY 1`,
  );
  expect(tables.rows.length).toBeGreaterThanOrEqual(tenantModels.length);
  const digests: Record<string, string> = {};
  for (const { name } of tables.rows) {
    // A refused request still leaves sign-in rows; those are not business rows.
    if (name === 'refresh_tokens') continue;
    const { rows } = await database.pool.query<{ digest: string }>(
      `SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS digest FROM "${name}" t WHERE organization_id = $1`,
      [organizationId],
    );
    digests[name] = rows[0]?.digest ?? '';
  }
  return digests;
}
