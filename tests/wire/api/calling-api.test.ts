import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { clientOf, count, id, idOf, moment, refusal, text } from '#tests/wire/api/exchange.ts';
import type { Client } from '#tests/wire/api/exchange.ts';

// Only files are written here: there is no chat to draw cards in.
const planExports: typeof planEffects = (event) => (event.type === 'export.requested' ? planEffects(event) : []);
let api: ApiWorld;
let records: ApiRecords;
let manager: Client;
let approver: Client;
let admin: Client;
let leadId: string;

beforeAll(async () => {
  api = await createApiWorld({ world: { planEffects: planExports } });
  records = await createRecords(api.world, api.world);
  manager = clientOf(api, api.world.manager);
  approver = clientOf(api, api.world.approver);
  admin = clientOf(api, api.world.admin);
  leadId = idOf(await manager('POST /api/leads', { name: 'Мария Козлова', phone: '+7 916 123-45-67' }));
});
afterAll(() => api.close());

const isMomentOrNull = (value: unknown) =>
  value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
const named = { id, name: text };
const callRequest = (facts: object) => ({
  id,
  status: 'pending',
  revision: 1,
  payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  goal: 'Договориться о тест-драйве',
  phone: '+79161234567',
  language: 'ru',
  windowStart: moment,
  windowEnd: moment,
  costCapCents: 150,
  maxAttempts: 3,
  deadlineAt: moment,
  lead: { id: leadId, name: 'Мария Козлова' },
  contact: { id, name: 'Мария Козлова' },
  requester: { id: api.world.manager.id, name: api.world.manager.name },
  agent: { id: api.world.agentId, name: 'Anna' },
  script: { id: api.world.scriptVersionId, version: 1, disclosure: text, text },
  approval: null,
  permission: {
    allowed: expect.any(Boolean),
    reasons: expect.any(Array),
    nextAllowedAt: expect.toSatisfy(isMomentOrNull),
  },
  callId: null,
  createdAt: moment,
  updatedAt: moment,
  ...facts,
});
const ask = () => {
  const { agentId, scriptVersionId } = api.world;
  const asked = { leadId, goal: 'Договориться о тест-драйве', phoneNumber: '+7 916 123-45-67' };
  const terms = { agentId, scriptId: scriptVersionId, language: 'ru', costCapCents: 150 };
  return manager('POST /api/call-requests', { ...asked, ...terms });
};

test('a call request answers 201 {id, status:"pending"}, is shown, listed, edited, approved with {} and has a call then', async () => {
  const asked = await ask();
  expect([asked.status, asked.body]).toEqual([201, callRequest({})]);
  const path = `/api/call-requests/${idOf(asked)}`;
  const shown = await approver(`GET ${path}`);
  expect([shown.status, shown.body]).toEqual([200, callRequest({})]);
  const page = await manager('GET /api/call-requests?limit=1');
  expect([page.status, page.body]).toEqual([200, { items: [callRequest({ id: idOf(asked) })], nextCursor: text }]);
  const edited = await manager(`PUT ${path}`, { goal: 'Узнать о сроках' });
  expect([edited.status, edited.body]).toEqual([200, callRequest({ goal: 'Узнать о сроках', revision: 2 })]);
  const refused = await manager(`POST ${path}/approve`, {});
  expect([refused.status, refused.body]).toEqual([403, refusal('forbidden', { reason: text })]);
  const approved = await approver(`POST ${path}/approve`, {});
  const { id: deciderId, name } = api.world.approver;
  const approval = { decision: 'approved', reason: null, decidedBy: { id: deciderId, name }, decidedAt: moment };
  expect([approved.status, approved.body]).toEqual([
    200,
    callRequest({ status: 'approved', goal: 'Узнать о сроках', revision: 2, approval, callId: id }),
  ]);
  expect((await manager(`POST ${path}/cancel`)).body).toMatchObject({ id: idOf(asked), status: 'cancelled' });
});

test('a call request is rejected with {reason}', async () => {
  const path = `/api/call-requests/${idOf(await ask())}`;
  const silent = await approver(`POST ${path}/reject`, {});
  expect([silent.status, silent.body]).toMatchObject([422, { fields: [{ field: 'reason', problem: text }] }]);
  const rejected = await approver(`POST ${path}/reject`, { reason: 'Клиент просил писать' });
  const approval = { decision: 'rejected', reason: 'Клиент просил писать', decidedBy: named, decidedAt: moment };
  expect([rejected.status, rejected.body]).toEqual([200, callRequest({ status: 'rejected', approval })]);
});

const Link = z.strictObject({ download_url: z.string(), expires_at: z.string() });

test('POST /api/calls/export answers {download_url, expires_at}, and the link gives the file without a token', async () => {
  for (const [format, chosen] of [
    ['csv', { filters: { status: 'completed', type: 'incoming', sentiment: 'positive' } }],
    ['csv', { calls: [records.callId] }],
    ['xlsx', {}],
  ] as const) {
    const asked = await admin('POST /api/calls/export', { format, ...chosen });
    expect([asked.status, asked.body]).toEqual([200, { download_url: text, expires_at: moment }]);
    await api.world.drain(jobs);
    const url = new URL(Link.parse(asked.body).download_url);
    const file = await api.call({ path: url.pathname + url.search });
    expect([file.status, file.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(new RegExp(`^attachment.*\\.${format}`)),
    ]);
    const bytes = Buffer.from(await file.arrayBuffer());
    if (format === 'xlsx') expect(bytes.subarray(0, 2).toString()).toBe('PK');
    else expect(rowsOf(bytes)).toEqual([expect.objectContaining({ '№ записи': records.callId })]);
    url.searchParams.set('signature', 'another');
    const forged = await clientOf(api)(`GET ${url.pathname}${url.search}`);
    expect([forged.status, forged.body]).toEqual([403, refusal('forbidden')]);
  }
  const mayNot = await manager('POST /api/calls/export', { format: 'csv' });
  expect([mayNot.status, mayNot.body]).toEqual([403, refusal('forbidden', { reason: text })]);
});

function rowsOf(bytes: Buffer): Record<string, string>[] {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return parse(plain, { bom: true, delimiter: ';', columns: true });
}

test('GET /api/calls/:id answers with transcript[] and aiAnalysis, and no field more than the contract', async () => {
  const { callId } = records;
  const stamps = { created_at: moment, updated_at: moment };
  const segment = { start_ms: 0, end_ms: 1_500, speaker: 'A', text: 'Добрый день', confidence: 0.9 };
  const shown = await manager(`GET /api/calls/${callId}`);
  expect([shown.status, shown.body]).toEqual([
    200,
    {
      ...{ id: callId, type: 'incoming', status: 'completed', phoneNumber: expect.stringMatching(/^\+7916\d{7}$/) },
      ...{ clientName: 'Secret client', managerName: api.world.manager.name, managerId: api.world.manager.id },
      ...{ duration: 61, date: '2026-11-20T10:00:00.000Z', ...stamps },
      transcript: [{ id, call_id: callId, ...segment }],
      aiAnalysis: {
        ...{ id, call_id: callId, sentiment: 'positive', sentiment_score: 0.5, topics: ['цена'] },
        ...{ summary: 'Клиент согласен.', action_items: ['Прислать договор'], language: 'ru' },
        ...{ processing_status: 'completed', ...stamps },
      },
    },
  ]);
});

test('DELETE /api/calls/:id answers {message}', async () => {
  const gone = await admin(`DELETE /api/calls/${records.callId}`);
  expect([gone.status, gone.body]).toEqual([200, { message: text }]);
  const again = await admin(`DELETE /api/calls/${records.callId}`);
  expect([again.status, again.body]).toEqual([404, refusal('not_found', { reason: text })]);
});

test('voice agents and their scripts are added, shown, changed and taken out of use', async () => {
  const script = {
    disclosure: 'Это голосовой помощник на основе искусственного интеллекта, разговор записывается.',
    text: 'Предложите время встречи.',
  };
  const facts = { name: 'Вера', providerAgentId: 'agent_wire', fromNumber: '+14155550111', language: 'ru' };
  const created = await admin('POST /api/agents', { ...facts, script });
  const first = { id, version: 1, advertising: false, ...script };
  expect([created.status, created.body]).toEqual([
    201,
    { id, ...facts, isDefault: false, disabledAt: null, script: first, createdAt: moment },
  ]);
  const path = `/api/agents/${idOf(created)}`;
  expect((await admin(`GET ${path}`)).body).toEqual(created.body);
  expect((await admin('GET /api/agents')).body).toEqual({ items: expect.arrayContaining([created.body]) });
  const changed = await admin(`PATCH ${path}`, { name: 'Вера Павловна' });
  expect([changed.status, changed.body]).toMatchObject([200, { name: 'Вера Павловна' }]);
  const added = await admin(`POST ${path}/scripts`, { ...script, text: 'Уточните бюджет.' });
  expect([added.status, added.body]).toEqual([201, { ...first, version: 2, text: 'Уточните бюджет.' }]);
  const scripts = await admin(`GET ${path}/scripts`);
  expect([scripts.status, scripts.body]).toMatchObject([200, { items: [{ version: 2 }, { version: 1 }] }]);
  expect((await admin(`DELETE ${path}`)).body).toEqual({ message: text });
});

test('GET /api/dashboard has only counts', async () => {
  const answered = await manager('GET /api/dashboard');
  expect([answered.status, answered.body]).toEqual([
    200,
    {
      leads: { open: count, newToday: count, byStage: expect.any(Array) },
      ...{ deals: { open: count }, callRequests: { pending: count }, conversations: { waiting: count } },
      ...{ drafts: { ready: count }, tasks: { open: count, overdue: count } },
    },
  ]);
});
