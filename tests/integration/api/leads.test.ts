import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const leadShape = { id: z.string(), name: z.string(), version: z.number() };
const create = (body: object, headers: Record<string, string> = {}) =>
  api.call({ method: 'POST', path: '/api/leads', by: api.world.manager, body, headers });
const countLeads = async () =>
  (await api.world.database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM leads')).rows[0]?.n ?? -1;

test('a lead is changed only as it was seen, when the caller says which version that was', async () => {
  const created = await create({ name: 'Мария', phone: '+7 916 000-00-01' });
  expect(created.status).toBe(201);
  const lead = await jsonOf(created, leadShape);
  const path = `/api/leads/${lead.id}`;
  const seen = created.headers.get('etag') ?? '';
  expect(seen).toBe(`"v${lead.version}"`);

  const change = (note: string, ifMatch: string) =>
    api.call({ method: 'PUT', path, by: api.world.manager, body: { note }, headers: { 'if-match': ifMatch } });
  const changed = await change('first', seen);
  expect(changed.status).toBe(200);
  expect(changed.headers.get('etag')).not.toBe(seen);
  const late = await change('second', seen);
  expect([late.status, (await jsonOf(late, problemShape)).code]).toEqual([412, 'stale']);
  expect((await change('third', 'yesterday')).status).toBe(400);
  expect(await (await api.call({ path, by: api.world.manager })).json()).toMatchObject({ note: 'first' });
});

test('who already has the newest version gets no body again', async () => {
  const lead = await jsonOf(await create({ name: 'Пётр' }), leadShape);
  const path = `/api/leads/${lead.id}`;
  const again = await api.call({ path, by: api.world.manager, headers: { 'if-none-match': `"v${lead.version}"` } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('a repeat with the same Idempotency-Key answers as the first time and makes nothing new', async () => {
  const before = await countLeads();
  const headers = { 'idempotency-key': 'order-17' };
  const first = await create({ name: 'Once' }, headers);
  const second = await create({ name: 'Once' }, headers);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(await second.text()).toBe(await first.text());
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(await countLeads()).toBe(before + 1);

  const other = await create({ name: 'Another' }, headers);
  expect([other.status, (await jsonOf(other, problemShape)).code]).toEqual([409, 'conflict']);
  expect(await countLeads()).toBe(before + 1);
});

test('of ten requests with one Idempotency-Key at the same time one makes a lead', async () => {
  const before = await countLeads();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => create({ name: 'At once' }, { 'idempotency-key': 'order-18' })),
  );
  expect(answers.filter((answer) => answer.status === 201).length).toBeGreaterThanOrEqual(1);
  expect(answers.filter((answer) => answer.status !== 201 && answer.status !== 409)).toEqual([]);
  expect(await countLeads()).toBe(before + 1);
});

test('a request that was refused may be sent again, corrected, under the same key', async () => {
  const headers = { 'idempotency-key': 'order-19' };
  expect((await create({ name: 'Wrong', phone: '12' }, headers)).status).toBe(422);
  expect((await create({ name: 'Right', phone: '+7 916 000-00-19' }, headers)).status).toBe(201);
});

test('a key whose process died is tried again only when nothing had been done', async () => {
  const { world } = api;
  const abandon = async (key: string, requestId: string, requestHash: string) =>
    world.database.prisma.idempotencyRecord.create({
      data: {
        organizationId: world.organizationId,
        userId: world.manager.id,
        key,
        requestHash,
        response: { requestId },
        createdAt: new Date(Date.now() - 600_000),
      },
    });
  const done = await create(
    { name: 'Was done' },
    { 'x-request-id': 'request-that-was-done', 'idempotency-key': 'order-20' },
  );
  expect(done.status).toBe(201);
  const hash = (await world.database.prisma.idempotencyRecord.findFirstOrThrow({ where: { key: 'order-20' } }))
    .requestHash;
  await world.database.prisma.idempotencyRecord.deleteMany({ where: { key: 'order-20' } });
  await abandon('order-20', 'request-that-was-done', hash);
  await abandon('order-21', 'request-that-was-never-done', hash);
  const before = await countLeads();
  expect((await create({ name: 'Was done' }, { 'idempotency-key': 'order-20' })).status).toBe(409);
  expect(await countLeads()).toBe(before);
  expect((await create({ name: 'Was done' }, { 'idempotency-key': 'order-21' })).status).toBe(201);
  expect(await countLeads()).toBe(before + 1);
});

test('pages follow each other without gaps or repeats while new leads come in', async () => {
  for (let index = 0; index < 5; index += 1) await create({ name: `Page ${index}`, source: 'paging' });
  const page = (cursor: string | null) =>
    api
      .call({
        path: `/api/leads?source=paging&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
        by: api.world.manager,
      })
      .then((answer) =>
        jsonOf(answer, { items: z.array(z.looseObject(leadShape)), nextCursor: z.string().nullable() }),
      );
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor } = await page(cursor);
    names.push(...items.map((lead) => lead.name));
    cursor = nextCursor;
    if (names.length === 2) await create({ name: 'Came in between', source: 'paging' });
  } while (cursor !== null);
  expect(names).toEqual(['Page 4', 'Page 3', 'Page 2', 'Page 1', 'Page 0']);
});

test('limits and cursors that make no sense are refused with the field that is wrong', async () => {
  for (const query of ['limit=0', 'limit=101', 'limit=many', 'cursor=nonsense', 'ownerId=me']) {
    const answer = await api.call({ path: `/api/leads?${query}`, by: api.world.manager });
    expect(answer.status, query).toBe(422);
    expect((await jsonOf(answer, problemShape)).fields?.[0]?.field, query).toBe(query.split('=')[0]);
  }
});
