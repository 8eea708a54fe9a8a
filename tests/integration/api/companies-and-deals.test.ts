import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { companyRoutes } from '#api/companies/index.ts';
import { customFieldRoutes } from '#api/custom-fields/index.ts';
import { dealRoutes } from '#api/deals/index.ts';
import { convertLeadRoute } from '#api/leads/convert-lead.ts';
import { aim, nameOf } from '#tests/integration/api/aim.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const record = { id: z.string(), name: z.string(), version: z.number() };
const page = { items: z.array(z.object({ id: z.string(), name: z.string() })), nextCursor: z.string().nullable() };
const asManager = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  api.call({ method, path, by: api.world.manager, headers, ...(body ? { body } : {}) });

test('every route answers its own example, and its answer is what the document says', async () => {
  const routes = [...companyRoutes, ...dealRoutes, ...customFieldRoutes, convertLeadRoute];
  const records = await createRecords(api.world, api.world);
  // What is deleted can be aimed at no more.
  routes.sort((a, b) => Number(a.route.method === 'delete') - Number(b.route.method === 'delete'));
  for (const entry of routes) {
    const answer = await aim(api, entry, records, api.world.admin);
    const body: unknown = await answer.json();
    expect([200, 201], `${nameOf(entry)} answered ${answer.status}: ${JSON.stringify(body)}`).toContain(answer.status);
    const documented = Object.entries(entry.route.responses).find(([status]) => status === String(answer.status))?.[1];
    const schema = z
      .object({ content: z.object({ 'application/json': z.object({ schema: z.instanceof(z.ZodType) }) }) })
      .parse(documented).content['application/json'].schema;
    expect(schema.safeParse(body).error, nameOf(entry)).toBeUndefined();
  }
});

test.each([
  ['companies', { name: 'Квадрат' }],
  ['deals', { name: 'Окна', amountCents: 100 }],
])(
  '%s are changed and deleted only as they were seen, when the caller says which version that was',
  async (kind, body) => {
    const created = await asManager('POST', `/api/crm/${kind}`, body);
    expect(created.status).toBe(201);
    const { id } = await jsonOf(created, record);
    const path = `/api/crm/${kind}/${id}`;
    const seen = created.headers.get('etag') ?? '';
    expect(seen).toBe('"v1"');
    const changed = await asManager('PUT', path, { note: 'first' }, { 'if-match': seen });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"v2"']);
    for (const late of [
      await asManager('PUT', path, { note: 'second' }, { 'if-match': seen }),
      await asManager('DELETE', path, undefined, { 'if-match': seen }),
    ])
      expect([late.status, (await jsonOf(late, problemShape)).code]).toEqual([412, 'stale']);
    expect((await asManager('GET', path, undefined, { 'if-none-match': '"v2"' })).status).toBe(304);
    expect((await asManager('DELETE', path, undefined, { 'if-match': '"v2"' })).status).toBe(200);
    expect((await asManager('GET', path)).status).toBe(404);
    expect((await asManager('POST', `${path}/restore`)).status).toBe(200);
    expect((await asManager('GET', path)).status).toBe(200);
  },
);

test('a list takes filters by the organization’s own fields, and pages by number with their total', async () => {
  for (const size of [1, 2, 2]) await asManager('POST', '/api/crm/deals', { name: `S${size}`, customFields: { size } });
  const byField = await jsonOf(await asManager('GET', '/api/crm/deals?custom.size=2&limit=1&offset=1'), {
    ...page,
    total: z.number(),
  });
  expect([byField.items.map(({ name }) => name), byField.total]).toEqual([['S2'], 2]);
  const tooMany = await asManager('GET', '/api/crm/deals?custom.a=1&custom.b=1&custom.c=1&custom.d=1&custom.e=1');
  expect(tooMany.status).toBe(422);
  expect((await asManager('GET', '/api/crm/deals?minAmountCents=-1')).status).toBe(422);
  expect((await asManager('GET', '/api/crm/deals?createdFrom=yesterday')).status).toBe(422);
  const open = await jsonOf(await asManager('GET', '/api/crm/deals?open=false'), page);
  expect(open.items).toEqual([]);
});

test('a stage that asks for a field refuses with its name, and the deal goes in once it is there', async () => {
  const [, stageId] = api.world.stageIds;
  const put = await api.call({
    method: 'PUT',
    path: `/api/pipelines/stages/${stageId}`,
    by: api.world.admin,
    body: { requiredFields: ['amount'], stuckAfterHours: 24 },
  });
  expect(await put.json()).toMatchObject({ requiredFields: ['amount'], stuckAfterHours: 24 });
  const { id } = await jsonOf(await asManager('POST', '/api/crm/deals', { name: 'Poor' }), record);
  const refused = await asManager('PUT', `/api/crm/deals/${id}/stage`, { stageId });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ fields: [{ field: 'amount' }] });
  await asManager('PUT', `/api/crm/deals/${id}`, { amountCents: 1 });
  expect((await asManager('PUT', `/api/crm/deals/${id}/stage`, { stageId })).status).toBe(200);
  const history = await jsonOf(await asManager('GET', `/api/crm/deals/${id}/stage-history`), {
    items: z.array(z.object({ to: z.object({ id: z.string() }) })),
  });
  expect(history.items.map(({ to }) => to.id)).toEqual([stageId, api.world.stageIds[0]]);
});
