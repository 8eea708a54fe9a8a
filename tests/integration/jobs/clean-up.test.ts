import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { cleanUp, cleanUpNow } from '#jobs/sweeps/clean-up.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => void (world = await createTestWorld()));
afterAll(() => world.close());

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const ago = (ms: number) => new Date(Date.now() - ms);
const namesOf = async (table: string, column: string): Promise<string[]> => {
  const { rows } = await world.database.pool.query<{ name: string }>(
    `SELECT ${column}::text AS name FROM ${table} ORDER BY 1`,
  );
  return rows.map((row) => row.name);
};

test('what is old enough and done is thrown away; what is young or waits for a person stays', async () => {
  const { organizationId, manager } = world;
  const { prisma } = world.database;
  const effect = (
    key: string,
    state: 'done' | 'ready' | 'parked' | 'unknown' | 'cancelled',
    finishedAt: Date | null,
  ) => ({ id: newId(), organizationId, kind: 'k', key, queue: 'system', payload: {}, state, finishedAt });
  await prisma.effect.createMany({
    data: [
      effect('done-old', 'done', ago(8 * dayMs)),
      effect('cancelled-old', 'cancelled', ago(8 * dayMs)),
      effect('done-young', 'done', ago(6 * dayMs)),
      effect('parked-old', 'parked', ago(90 * dayMs)),
      effect('unknown-old', 'unknown', ago(90 * dayMs)),
      effect('ready', 'ready', null),
    ],
  });
  const update = (updateId: number, times: { handledAt?: Date; parkedAt?: Date }) => ({
    organizationId,
    botId: 1,
    updateId,
    chatLane: 'c',
    userLane: 'u',
    payload: {},
    receivedAt: ago(90 * dayMs),
    ...times,
  });
  await prisma.telegramUpdate.createMany({
    data: [
      update(1, { handledAt: ago(49 * hourMs) }),
      update(2, { handledAt: ago(47 * hourMs) }),
      update(3, { parkedAt: ago(90 * dayMs) }),
      update(4, {}),
    ],
  });
  const event = (type: string, occurredAt: Date) => ({
    id: newId(),
    organizationId,
    type,
    subjectId: newId(),
    payload: {},
    actorKind: 'system',
    occurredAt,
  });
  await prisma.event.createMany({ data: [event('old', ago(31 * dayMs)), event('young', ago(29 * dayMs))] });
  const delivery = (dedupeKey: string, handledAt: Date | null) => ({
    id: newId(),
    organizationId,
    provider: 'p',
    dedupeKey,
    body: 'said',
    headers: { a: '1' },
    result: { answer: 1, parsed: 'said' },
    receivedAt: ago(90 * dayMs),
    handledAt,
  });
  await prisma.webhookDelivery.createMany({
    data: [delivery('old', ago(31 * dayMs)), delivery('young', ago(29 * dayMs)), delivery('unhandled', null)],
  });
  const record = (key: string, createdAt: Date) => ({
    id: newId(),
    organizationId,
    userId: manager.id,
    key,
    requestHash: 'h',
    createdAt,
  });
  await prisma.idempotencyRecord.createMany({
    data: [record('old', ago(25 * hourMs)), record('young', ago(23 * hourMs))],
  });
  const invite = (codeHash: string, expiresAt: Date, usedAt: Date | null) => ({
    id: newId(),
    organizationId,
    userId: manager.id,
    codeHash,
    expiresAt,
    usedAt,
  });
  await prisma.invite.createMany({
    data: [
      invite('expired-old', ago(31 * dayMs), null),
      invite('used-old', ago(-dayMs), ago(31 * dayMs)),
      invite('expired-young', ago(29 * dayMs), null),
      invite('valid', ago(-dayMs), null),
    ],
  });
  const token = (tokenHash: string, times: { expiresAt: Date; usedAt?: Date; revokedAt?: Date }) => ({
    id: newId(),
    organizationId,
    userId: manager.id,
    familyId: newId(),
    tokenHash,
    ...times,
  });
  await prisma.refreshToken.createMany({
    data: [
      token('expired-old', { expiresAt: ago(31 * dayMs) }),
      token('revoked-old', { expiresAt: ago(-dayMs), revokedAt: ago(31 * dayMs) }),
      token('used-young', { expiresAt: ago(-dayMs), usedAt: ago(dayMs) }),
      token('valid', { expiresAt: ago(-dayMs) }),
    ],
  });
  const form = (name: string, updatedAt: Date) => ({
    id: newId(),
    organizationId,
    userId: manager.id,
    form: name,
    values: {},
    updatedAt,
  });
  await prisma.formDraft.createMany({
    data: [
      form('prompt:1:1', ago(8 * dayMs)),
      form('quickLead:1', ago(8 * dayMs)),
      form('prompt:1:2', ago(6 * dayMs)),
      form('newLead', ago(90 * dayMs)),
    ],
  });
  await prisma.botSession.createMany({
    data: [
      { key: 'old', organizationId, value: {}, updatedAt: ago(8 * dayMs) },
      { key: 'young', organizationId, value: {}, updatedAt: ago(6 * dayMs) },
    ],
  });

  expect(await cleanUpNow(world.make)).toBe(13);

  expect(await namesOf('effects', 'key')).toEqual(['done-young', 'parked-old', 'ready', 'unknown-old']);
  expect(await namesOf('telegram_updates', 'update_id')).toEqual(['2', '3', '4']);
  expect(await namesOf('events', 'type')).toEqual(['young']);
  expect(await namesOf('webhook_deliveries', `dedupe_key || '=' || body || ' ' || result`)).toEqual([
    'old= {"answer": 1}',
    'unhandled=said {"answer": 1, "parsed": "said"}',
    'young=said {"answer": 1, "parsed": "said"}',
  ]);
  expect(await namesOf('idempotency_records', 'key')).toEqual(['young']);
  expect(await namesOf('invites', 'code_hash')).toEqual(['expired-young', 'valid']);
  expect(await namesOf('refresh_tokens', 'token_hash')).toEqual(['used-young', 'valid']);
  expect(await namesOf('form_drafts', 'form')).toEqual(['newLead', 'prompt:1:2']);
  expect(await namesOf('bot_sessions', 'key')).toEqual(['young']);
  expect(await cleanUpNow(world.make)).toBe(0);
});

test('many rows go in several batches', async () => {
  await world.database.prisma.botSession.createMany({
    data: Array.from({ length: 25 }, (_, index) => ({
      key: `many-${index}`,
      organizationId: world.organizationId,
      value: {},
      updatedAt: ago(8 * dayMs),
    })),
  });
  expect(await cleanUpNow(world.make, 10)).toBe(25);
});

test('of several processes one cleans up in an hour', async () => {
  const leave = (key: string) =>
    world.database.prisma.botSession.create({
      data: { key, organizationId: world.organizationId, value: {}, updatedAt: ago(8 * dayMs) },
    });
  await leave('first');
  const runs = await Promise.all([cleanUp.run(world.make), cleanUp.run(world.make), cleanUp.run(world.make)]);
  expect(runs.toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
  await leave('second');
  expect(await cleanUp.run(world.make)).toBe(0);
  await world.database.pool.query(
    `UPDATE heartbeats SET beat_at = now() - interval '61 minutes' WHERE name = 'clean-up'`,
  );
  expect(await cleanUp.run(world.make)).toBe(1);
});
