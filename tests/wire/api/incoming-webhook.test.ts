import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
let path: string;
beforeAll(async () => {
  api = await createApiWorld();
  const answer = await api.call({
    method: 'POST',
    path: '/api/incoming-tokens',
    by: api.world.admin,
    body: { name: 'Site form' },
  });
  expect(answer.status).toBe(201);
  const { url } = await jsonOf(answer, { url: z.string() });
  path = new URL(url).pathname;
  expect(path).toMatch(/^\/api\/webhooks\/incoming\/.+/);
});
afterAll(() => api.close());

const accepted = { id: z.string() };
const deliver = (body: unknown, to: string = path) => api.call({ method: 'POST', path: to, body });
const count = async (table: string) =>
  (await api.world.database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;

test('a lead from anywhere is there at once, and repeats of it, also at the same time, answer as the first', async () => {
  const lead = {
    type: 'lead',
    externalId: 'form-1042',
    name: 'Мария Козлова',
    phone: '+7 916 123-45-67',
    note: 'Хочет тест-драйв',
  };
  const answers = await Promise.all([1, 2, 3, 4].map(() => deliver(lead)));
  const bodies = await Promise.all(answers.map((answer) => jsonOf(answer, accepted)));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(bodies[0]).toEqual({ id: expect.any(String), type: 'lead', externalId: 'form-1042' });
  const shown = await api.call({ path: `/api/leads/${bodies[0]?.id}`, by: api.world.admin });
  expect(await shown.json()).toMatchObject({
    name: 'Мария Козлова',
    note: 'Хочет тест-драйв',
    contact: { phones: ['+79161234567'] },
  });
  expect(await count('leads')).toBe(1);
});

test('a call from another system is kept once, with its person', async () => {
  const call = {
    type: 'call',
    externalId: 'pbx-7',
    phoneNumber: '+7 916 123-45-67',
    startedAt: '2026-11-20T10:00:00+03:00',
    durationSec: 45,
  };
  const first = await jsonOf(await deliver(call), accepted);
  const second = await jsonOf(await deliver(call), accepted);
  expect(second).toEqual(first);
  const shown = await api.call({ path: `/api/calls/${first.id}`, by: api.world.admin });
  expect(await shown.json()).toMatchObject({
    type: 'incoming',
    status: 'completed',
    phoneNumber: '+79161234567',
    duration: 45,
    date: '2026-11-20T07:00:00.000Z',
  });
  expect(await count('calls')).toBe(1);
});

test('a message from a stranger becomes a lead that carries it, once', async () => {
  const message = {
    type: 'message',
    externalId: 'mail-3',
    name: 'Пётр',
    email: 'petr@example.com',
    text: 'Сколько стоит?',
  };
  const first = await jsonOf(await deliver(message), accepted);
  expect(await jsonOf(await deliver(message), accepted)).toEqual(first);
  const shown = await api.call({ path: `/api/leads/${first.id}`, by: api.world.admin });
  expect(await shown.json()).toMatchObject({ note: 'Сколько стоит?', contact: { emails: ['petr@example.com'] } });
});

test('an address with a wrong token takes nothing and does not say whether it ever existed', async () => {
  const leads = await count('leads');
  const answer = await deliver(
    { type: 'lead', externalId: 'x', name: 'Nobody' },
    '/api/webhooks/incoming/a-token-that-nobody-made',
  );
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'not_found' });
  expect(await count('leads')).toBe(leads);
});

test('what is no lead, call or message is refused with the fields that are wrong', async () => {
  const answer = await deliver({ type: 'lead', externalId: 'y', role: 'admin' });
  expect(answer.status).toBe(422);
  const body = await jsonOf(answer, problemShape);
  expect(body.fields?.map(({ field }) => field)).toContain('name');
  expect(JSON.stringify(body.fields)).toContain('role');
});

test('providers that are still to come are named as such, and others have no address here', async () => {
  const wanted = { bitrix24: 'Bitrix24 comes with', kommo: 'Kommo comes with', stripe: 'Billing comes with' };
  for (const [provider, message] of Object.entries(wanted)) {
    const answer = await api.call({ method: 'POST', path: `/api/webhooks/${provider}`, body: {} });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ code: 'not_implemented', message: expect.stringContaining(message) });
  }
  const unheardOf = await api.call({ method: 'POST', path: '/api/webhooks/unheard-of', body: {} });
  expect(unheardOf.status).toBe(404);
  expect(await unheardOf.json()).toMatchObject({ code: 'not_found', requestId: expect.any(String) });
});
