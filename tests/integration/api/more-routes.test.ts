import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createRecords } from '#tests/integration/api/api-records.ts';
import type { ApiRecords } from '#tests/integration/api/api-records.ts';
import { createApiWorld, jsonOf, problemShape } from '#tests/integration/api/api-world.ts';
import type { ApiCall, ApiWorld } from '#tests/integration/api/api-world.ts';

let api: ApiWorld;
let records: ApiRecords;
beforeAll(async () => {
  api = await createApiWorld();
});
beforeEach(async () => {
  records = await createRecords(api.world, api.world);
});
afterAll(() => api.close());

const items = { items: z.array(z.looseObject({ id: z.string() })) };
const byAdmin = (request: ApiCall) => api.call({ by: api.world.admin, ...request });
const codeOf = async (answer: Response) => [answer.status, (await jsonOf(answer, problemShape)).code];

describe('a contact', () => {
  test('lists its own calls and leads and no others', async () => {
    await createRecords(api.world, api.world);
    const calls = await jsonOf(await byAdmin({ path: `/api/clients/${records.contactId}/calls` }), items);
    expect(new Set(calls.items.map(({ id }) => id))).toEqual(new Set([records.callId, records.waitingCallId]));
    const leads = await jsonOf(await byAdmin({ path: `/api/crm/contacts/${records.contactId}/leads` }), items);
    expect(leads.items.map(({ id }) => id)).toEqual([records.leadId]);
  });

  test('keeps each word about consent, and shows the newest', async () => {
    const path = `/api/clients/${records.contactId}/consents`;
    for (const granted of [true, false]) {
      const answer = await byAdmin({ method: 'POST', path, body: { kind: 'call', granted, source: 'manual' } });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toMatchObject({ consents: [{ kind: 'call', granted }], doNotCall: !granted });
    }
    expect(await api.world.database.prisma.consent.count({ where: { contactId: records.contactId } })).toBe(2);
  });

  test('is not called while its number is on the do-not-call list', async () => {
    const { phones } = await jsonOf(await byAdmin({ path: `/api/clients/${records.contactId}` }), {
      phones: z.array(z.object({ e164: z.string() })),
    });
    const phone = phones[0]?.e164;
    const mayWeCall = async () =>
      (await byAdmin({ path: `/api/leads/${records.leadId}/may-we-call?at=2026-11-20T10:00:00Z` })).json();
    const refusal = { rule: 'phone.doNotCall', allowed: false };
    expect((await byAdmin({ method: 'POST', path: '/api/do-not-call', body: { phone, reason: 'Asked' } })).status).toBe(
      201,
    );
    expect(await mayWeCall()).toMatchObject({
      allowed: false,
      reasons: expect.arrayContaining([expect.objectContaining(refusal)]),
    });
    const listed = await jsonOf(await byAdmin({ path: '/api/do-not-call' }), items);
    expect(listed.items[0]).toMatchObject({ phone, reason: 'Asked', source: 'api' });
    await byAdmin({ method: 'DELETE', path: '/api/do-not-call', body: { phone, reason: 'Changed their mind' } });
    expect(await mayWeCall()).not.toMatchObject({
      reasons: expect.arrayContaining([expect.objectContaining(refusal)]),
    });
  });
});

describe('a lead', () => {
  test('is given to another owner by its own route and by a change, with what belongs to it', async () => {
    const { manager, otherManager } = api.world;
    const path = `/api/leads/${records.leadId}`;
    const assigned = await byAdmin({ method: 'POST', path: `${path}/assign`, body: { ownerId: otherManager.id } });
    expect(await assigned.json()).toMatchObject({ owner: { id: otherManager.id } });
    const seen = assigned.headers.get('etag') ?? '';
    const changed = await byAdmin({
      method: 'PUT',
      path,
      body: { ownerId: manager.id, note: 'Back' },
      headers: { 'if-match': seen },
    });
    expect(await changed.json()).toMatchObject({ owner: { id: manager.id }, note: 'Back' });
    const conversation = await api.world.database.prisma.conversation.findUnique({
      where: { id: records.conversationId },
    });
    expect(conversation?.ownerId).toBe(manager.id);
    expect(
      await codeOf(await byAdmin({ method: 'PUT', path, body: { ownerId: null }, headers: { 'if-match': seen } })),
    ).toEqual([412, 'stale']);
    expect(await codeOf(await byAdmin({ method: 'PUT', path, body: { ownerId: api.world.analyst.id } }))).toEqual([
      422,
      'validation_failed',
    ]);
  });

  test('is not lost without a reason', async () => {
    const path = `/api/leads/${records.leadId}/stage`;
    const lost = { stageId: api.world.stageIds[3] };
    const refused = await byAdmin({ method: 'PUT', path, body: lost });
    expect(await jsonOf(refused, problemShape)).toMatchObject({
      code: 'validation_failed',
      fields: [{ field: 'reason' }],
    });
    const moved = await byAdmin({ method: 'PUT', path, body: { ...lost, reason: 'Too expensive' } });
    expect(await moved.json()).toMatchObject({ stage: { kind: 'lost' }, closeReason: 'Too expensive' });
  });
});

describe('a call that waits for a person', () => {
  test('is dialled again or closed by the first decision', async () => {
    const again = await byAdmin({ method: 'POST', path: `/api/calls/${records.waitingCallId}/dial-again` });
    expect(await again.json()).toMatchObject({ id: records.waitingCallId, status: 'in-progress' });
    expect(await codeOf(await byAdmin({ method: 'POST', path: `/api/calls/${records.waitingCallId}/close` }))).toEqual([
      409,
      'conflict',
    ]);
    const { waitingCallId } = await createRecords(api.world, api.world);
    const closed = await byAdmin({ method: 'POST', path: `/api/calls/${waitingCallId}/close` });
    expect(await closed.json()).toMatchObject({ status: 'missed' });
  });
});

describe('a message', () => {
  test('of unknown fate is settled once, and a failed one goes out again', async () => {
    const path = `/api/messaging/messages/${records.messageId}`;
    expect(await (await byAdmin({ path })).json()).toMatchObject({ status: 'unknown' });
    const settle = () => byAdmin({ method: 'POST', path: `${path}/settle`, body: { decision: 'arrived' } });
    expect(await (await settle()).json()).toMatchObject({ status: 'sent' });
    expect(await codeOf(await settle())).toEqual([409, 'conflict']);
    const retried = await byAdmin({ method: 'POST', path: `/api/messaging/messages/${records.failedMessageId}/retry` });
    expect(await retried.json()).toMatchObject({ status: 'queued' });
  });
});

describe('a parked update', () => {
  test('is listed without its text and handed to its bot again, once', async () => {
    const list = await (await byAdmin({ path: '/api/telegram-updates' })).text();
    expect(list).toContain(`"seq":"${records.updateSeq}"`);
    expect(list).toContain('"kind":"message"');
    expect(list).not.toContain('Secret update');
    const replay = () => byAdmin({ method: 'POST', path: `/api/telegram-updates/${records.updateSeq}/replay` });
    expect((await replay()).status).toBe(200);
    const row = await api.world.database.prisma.telegramUpdate.findUnique({
      where: { seq: BigInt(records.updateSeq) },
    });
    expect(row).toMatchObject({ parkedAt: null, attempts: 0, handledAt: null });
    expect((await replay()).status).toBe(404);
  });
});

describe('the organization', () => {
  test('shows its rules to every member, and an admin changes them', async () => {
    const { world } = api;
    expect(await (await api.call({ path: '/api/organization', by: world.analyst })).json()).toMatchObject({
      id: world.organizationId,
      callingFromMinute: 540,
    });
    const changed = await byAdmin({ method: 'PUT', path: '/api/organization', body: { callingFromMinute: 600 } });
    expect(await changed.json()).toMatchObject({ callingFromMinute: 600, callingToMinute: 1_260 });
    expect(
      await codeOf(await byAdmin({ method: 'PUT', path: '/api/organization', body: { callingToMinute: 60 } })),
    ).toEqual([422, 'validation_failed']);
  });

  test('connects a service and disconnects it', async () => {
    const path = '/api/settings/retell';
    await byAdmin({
      method: 'PUT',
      path,
      body: { apiKey: 'key_12345678', fromNumber: '+14155550100', agentId: 'agent_1' },
    });
    expect(await (await byAdmin({ path })).json()).toMatchObject({ configured: true, source: 'organization' });
    expect((await byAdmin({ method: 'DELETE', path })).status).toBe(200);
    expect(await (await byAdmin({ path })).json()).toMatchObject({ configured: false, source: 'none' });
    expect((await byAdmin({ method: 'DELETE', path: '/api/settings/fax' })).status).toBe(404);
  });

  test('names the chats that get its reports', async () => {
    const body = { chatId: '-1009876543210', title: 'Sales', language: 'en' };
    const { id } = await jsonOf(await byAdmin({ method: 'POST', path: '/api/report-channels', body }), {
      id: z.string(),
    });
    const list = () => byAdmin({ path: '/api/report-channels' });
    expect(await (await list()).text()).toContain(id);
    expect((await byAdmin({ method: 'DELETE', path: `/api/report-channels/${id}` })).status).toBe(200);
    expect(await (await list()).text()).not.toContain(id);
  });

  test('can prove that its audit log is whole', async () => {
    expect(await (await byAdmin({ path: '/api/audit/verify' })).json()).toEqual({ ok: true });
  });
});

describe('a voice agent', () => {
  test('is read with every version of its script, the newest first', async () => {
    const path = `/api/agents/${records.agentId}`;
    await byAdmin({
      method: 'POST',
      path: `${path}/scripts`,
      body: {
        disclosure: 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта, разговор записывается.',
        text: 'Next',
      },
    });
    const { items: scripts } = await jsonOf(await byAdmin({ path: `${path}/scripts` }), items);
    expect(scripts.map(({ version }) => version)).toEqual([2, 1]);
    expect(await (await byAdmin({ path })).json()).toMatchObject({ id: records.agentId, script: { version: 2 } });
  });
});

test('a changed password ends every session and answers with a new one', async () => {
  const { world, call } = api;
  const old = await api.newToken(world.analyst);
  const path = '/api/auth/change-password';
  const answer = await call({ method: 'POST', path, by: old, body: { newPassword: 'a longer password' } });
  const { token } = await jsonOf(answer, { token: z.string() });
  expect((await call({ path: '/api/auth/me', by: old })).status).toBe(401);
  expect((await call({ path: '/api/auth/me', by: token })).status).toBe(200);
  const wrong = { currentPassword: 'not the password', newPassword: 'another password' };
  expect((await call({ method: 'POST', path, by: token, body: wrong })).status).toBe(401);
  const right = { currentPassword: 'a longer password', newPassword: 'another password' };
  expect((await call({ method: 'POST', path, by: token, body: right })).status).toBe(200);
});
