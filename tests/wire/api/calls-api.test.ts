import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import type { UserActor } from '#domain/permissions.ts';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';

/** What the older systems' clients send and read, word for word. */
let api: ApiWorld;
let ids: Record<'talk' | 'missed' | 'live' | 'late' | 'foreign', string>;

beforeAll(async () => {
  const clock = createMovingClock();
  clock.set('2026-11-20T10:00:00Z');
  api = await createApiWorld({ world: { clock } });
  const { manager, otherManager } = api.world;
  ids = {
    talk: await aCall({
      by: manager,
      status: 'ended',
      at: '2026-11-20T09:00:00Z',
      durationSec: 90,
      client: 'Мария Козлова',
    }),
    missed: await aCall({ by: manager, status: 'not_connected', at: '2026-11-19T09:00:00Z', direction: 'incoming' }),
    live: await aCall({ by: otherManager, status: 'ongoing', at: '2026-11-20T09:59:00Z' }),
    // 00:30 of the 19th in Moscow.
    late: await aCall({
      by: otherManager,
      status: 'ended',
      at: '2026-11-18T21:30:00Z',
      durationSec: 30,
      client: 'Jack 100%',
    }),
    foreign: await aCall({ by: null, status: 'ended', at: '2026-11-20T09:00:00Z', durationSec: 5 }),
  };
  await analysed(ids.talk, 'positive', 0.8);
  await analysed(ids.late, 'negative', -0.4);
});
afterAll(() => api.close());

async function aCall(facts: {
  by: UserActor | null;
  status: 'ended' | 'not_connected' | 'ongoing';
  at: string;
  durationSec?: number;
  direction?: 'incoming' | 'outgoing';
  client?: string;
}): Promise<string> {
  const id = newId();
  const organizationId = facts.by ? api.world.organizationId : api.world.other.organizationId;
  await api.world.database.prisma.call.create({
    data: {
      id,
      organizationId,
      source: 'incoming',
      status: facts.status,
      direction: facts.direction ?? 'outgoing',
      managerId: facts.by?.id ?? null,
      managerName: facts.by?.name ?? null,
      clientName: facts.client ?? null,
      phone: '+79161234567',
      startedAt: new Date(facts.at),
      createdAt: new Date(facts.at),
      durationSec: facts.durationSec ?? null,
    },
  });
  return id;
}

async function analysed(callId: string, sentiment: 'positive' | 'negative', sentimentScore: number): Promise<void> {
  const { organizationId, database } = api.world;
  await database.prisma.callAnalysis.create({
    data: {
      id: newId(),
      organizationId,
      callId,
      sentiment,
      sentimentScore,
      topics: ['цена', 'сроки'],
      summary: 'Договорились о встрече.',
      actionItems: ['Прислать договор'],
      language: 'ru',
      metrics: {},
      engine: 'test',
      inputHash: 'x',
    },
  });
  await database.prisma.call.update({ where: { id: callId }, data: { analysisStatus: 'completed' } });
}

const list = async (query: string, by = api.world.admin) => {
  const answer = await api.call({ path: `/api/calls?${query}`, by });
  expect(answer.status).toBe(200);
  const page = await jsonOf(answer, {
    calls: z.array(z.looseObject({ id: z.string() })),
    total: z.number(),
    has_next: z.boolean(),
    has_prev: z.boolean(),
  });
  return { ...page, ids: page.calls.map((call) => call.id) };
};

describe('GET /api/calls', () => {
  test('answers a page in the spelling of the older system', async () => {
    const page = await list('limit=1&status=completed');
    expect(page).toEqual({
      ids: [ids.talk],
      total: 2,
      has_next: true,
      has_prev: false,
      calls: [
        {
          id: ids.talk,
          type: 'outgoing',
          status: 'completed',
          phoneNumber: '+79161234567',
          clientName: 'Мария Козлова',
          managerName: api.world.manager.name,
          managerId: api.world.manager.id,
          duration: 90,
          date: '2026-11-20T09:00:00.000Z',
          created_at: '2026-11-20T09:00:00.000Z',
          updated_at: expect.any(String),
        },
      ],
    });
  });

  test.each<[string, (keyof typeof ids)[]]>([
    ['', ['live', 'talk', 'missed', 'late']],
    ['sort=date_asc', ['late', 'missed', 'talk', 'live']],
    ['status=all&type=all&sentiment=all', ['live', 'talk', 'missed', 'late']],
    ['status=completed', ['talk', 'late']],
    ['status=missed', ['missed']],
    ['status=in-progress', ['live']],
    ['type=incoming', ['missed']],
    ['type=outgoing', ['live', 'talk', 'late']],
    ['sentiment=positive', ['talk']],
    ['sentiment=negative', ['late']],
    ['sort=duration_desc&status=completed', ['talk', 'late']],
    ['sort=duration_asc&status=completed', ['late', 'talk']],
    ['dateFrom=2026-11-19&dateTo=2026-11-19', ['missed', 'late']],
    ['dateFrom=2026-11-20', ['live', 'talk']],
    ['dateTo=2026-11-18', []],
    [`search=${encodeURIComponent('козлова')}`, ['talk']],
    ['search=100%25', ['late']],
    [`search=${encodeURIComponent('916 123')}`, ['live', 'talk', 'missed', 'late']],
    ['manager=other', ['live', 'late']],
    ['limit=2&offset=1', ['talk', 'missed']],
    ['offset=50', []],
  ])('with “%s” finds these', async (query, expected) => {
    expect((await list(query)).ids).toEqual(expected.map((name) => ids[name]));
  });

  test('tells where in the list a page is', async () => {
    expect(await list('limit=2&offset=1')).toMatchObject({ total: 4, has_next: true, has_prev: true });
    expect(await list('limit=2&offset=2')).toMatchObject({ total: 4, has_next: false, has_prev: true });
  });

  test('shows a manager their own calls only', async () => {
    expect((await list('', api.world.manager)).ids).toEqual([ids.talk, ids.missed]);
    expect((await list(`manager=${api.world.otherManager.id}`, api.world.manager)).total).toBe(0);
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'offset=-1',
    'status=done',
    'type=in',
    'sort=name',
    'dateFrom=20.11.2026',
    'dateTo=2026-13-01',
  ])('refuses “%s” in the one error shape', async (query) => {
    const answer = await api.call({ path: `/api/calls?${query}`, by: api.world.admin });
    expect(answer.status).toBe(422);
    const problem = await jsonOf(answer, problemShape);
    expect(problem.code).toBe('validation_failed');
    expect(problem.fields?.[0]?.field).toBe(query.split('=')[0]);
  });
});

test('GET /api/calls/{id}/ai-analysis answers in the spelling of the older system', async () => {
  const answer = await api.call({ path: `/api/calls/${ids.talk}/ai-analysis`, by: api.world.analyst });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    id: expect.any(String),
    call_id: ids.talk,
    sentiment: 'positive',
    sentiment_score: 0.8,
    topics: ['цена', 'сроки'],
    summary: 'Договорились о встрече.',
    action_items: ['Прислать договор'],
    language: 'ru',
    processing_status: 'completed',
    created_at: expect.any(String),
    updated_at: expect.any(String),
  });
  for (const id of [ids.missed, ids.foreign, newId()])
    expect((await api.call({ path: `/api/calls/${id}/ai-analysis`, by: api.world.admin })).status).toBe(404);
});

const stats = async (by: UserActor) => {
  const answer = await api.call({ path: '/api/dashboard/stats', by });
  expect(answer.status).toBe(200);
  return z.looseObject({ sentiment_trend: z.array(z.looseObject({ date: z.string() })) }).parse(await answer.json());
};

test('GET /api/dashboard/stats counts in days of the organization’s zone, everybody’s calls or one’s own', async () => {
  const all = await stats(api.world.analyst);
  expect(all).toEqual({
    total_calls: 4,
    today_calls: 2,
    completed_calls: 2,
    missed_calls: 1,
    avg_duration: 60,
    avg_sentiment: 0.2,
    top_managers: [
      { name: api.world.manager.name, calls_count: 2, avg_sentiment: 0.8 },
      { name: api.world.otherManager.name, calls_count: 2, avg_sentiment: -0.4 },
    ],
    sentiment_trend: expect.any(Array),
  });
  expect(all.sentiment_trend).toHaveLength(30);
  expect(all.sentiment_trend.slice(-2)).toEqual([
    { date: '2026-11-19', positive: 0, neutral: 0, negative: 1 },
    { date: '2026-11-20', positive: 1, neutral: 0, negative: 0 },
  ]);
  expect(await stats(api.world.manager)).toMatchObject({
    total_calls: 2,
    avg_duration: 90,
    top_managers: [{ name: api.world.manager.name, calls_count: 2 }],
  });
  expect(await stats(api.world.other.admin)).toMatchObject({ total_calls: 1, top_managers: [] });
  const nobody = await stats(api.world.approver);
  expect(nobody).toMatchObject({ total_calls: 0, avg_duration: 0, avg_sentiment: 0, top_managers: [] });
});

test('GET /api/dashboard counts what stands open among the records that one may see', async () => {
  const lead = await api.call({ method: 'POST', path: '/api/leads', by: api.world.manager, body: { name: 'Анна' } });
  expect(lead.status).toBe(201);
  const own = await api.call({ path: '/api/dashboard', by: api.world.manager });
  expect(await own.json()).toMatchObject({
    leads: { open: 1, byStage: expect.arrayContaining([{ stageId: api.world.stageIds[0], name: 'New', count: 1 }]) },
    deals: { open: 0 },
    callRequests: { pending: 0 },
    conversations: { waiting: 0 },
    drafts: { ready: 0 },
    tasks: { open: 0, overdue: 0 },
  });
  const foreign = await api.call({ path: '/api/dashboard', by: api.world.other.admin });
  expect(await foreign.json()).toMatchObject({ leads: { open: 0 } });
});

describe('deleting calls', () => {
  const remove = (body: unknown, by: UserActor) =>
    api.call({ method: 'POST', path: '/api/calls/batch-delete', by, body });

  test('in a batch takes those that are over and in sight, and the numbers follow at once', async () => {
    const answer = await remove({ ids: [ids.missed, ids.live, ids.foreign, newId(), ids.missed] }, api.world.admin);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ deleted_count: 1, message: expect.stringContaining('1') });
    expect((await list('')).ids).toEqual([ids.live, ids.talk, ids.late]);
    expect(await stats(api.world.admin)).toMatchObject({ total_calls: 3, missed_calls: 0 });
    expect(await (await remove({ ids: [ids.missed] }, api.world.admin)).json()).toMatchObject({ deleted_count: 0 });
  });

  test('one by one says what cannot be deleted and why', async () => {
    const one = (id: string, by: UserActor) => api.call({ method: 'DELETE', path: `/api/calls/${id}`, by });
    expect((await one(ids.late, api.world.manager)).status).toBe(403);
    expect((await one(ids.late, api.world.admin)).status).toBe(200);
    expect((await one(ids.late, api.world.admin)).status).toBe(404);
    expect((await one(ids.foreign, api.world.admin)).status).toBe(404);
    const underWay = await one(ids.live, api.world.admin);
    expect(underWay.status).toBe(409);
    expect((await jsonOf(underWay, problemShape)).message).toMatch(/not over yet/);
    expect((await api.call({ path: `/api/calls/${ids.late}`, by: api.world.admin })).status).toBe(404);
  });

  test.each([{ ids: [] }, { ids: 'all' }, {}, { ids: ['1'] }, { ids: [null], all: true }])(
    'refuses the body %j in the one error shape',
    async (body) => {
      const answer = await remove(body, api.world.admin);
      expect(answer.status).toBe(422);
      expect((await jsonOf(answer, problemShape)).fields?.length).toBeGreaterThan(0);
    },
  );
});
