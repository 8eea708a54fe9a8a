import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebhookIntake } from '#platform/webhook-intake.ts';
import { newId } from '#platform/ids.ts';
import { handleWebhook } from '#jobs/webhooks/handle-webhook.job.ts';
import { createRecords } from '#tests/integration/api/api-records.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

/** A call that is being dialled, with the attempt that the provider's events name. */
async function dialing(): Promise<{ callId: string; attemptId: string }> {
  const { prisma } = world.database;
  const { organizationId } = world;
  const { callRequestId, leadId, contactId } = await createRecords(world, world);
  await prisma.callRequest.update({ where: { id: callRequestId }, data: { status: 'approved' } });
  const callId = newId();
  const attemptId = newId();
  await prisma.call.create({
    data: {
      id: callId,
      organizationId,
      callRequestId,
      leadId,
      contactId,
      source: 'retell',
      direction: 'outgoing',
      status: 'dialing',
    },
  });
  await prisma.callAttempt.create({
    data: { id: attemptId, organizationId, callId, number: 1, payloadHash: '0'.repeat(64), permission: {} },
  });
  return { callId, attemptId };
}

function ended(attemptId: string, organizationId: string) {
  const providerCallId = `call_${attemptId}`;
  return {
    organizationId,
    provider: 'retell',
    dedupeKey: `${providerCallId}:call_ended`,
    body: '{"event":"call_ended"}',
    headers: {},
    parsed: {
      fact: 'ended',
      call: {
        providerCallId,
        attemptId,
        organizationId,
        phase: 'ended',
        outcome: 'talked',
        providerReason: 'user_hangup',
        startedAt: new Date('2026-11-20T10:00:00Z'),
        endedAt: new Date('2026-11-20T10:01:01Z'),
        durationSec: 61,
        costCents: 12,
        segments: [{ speaker: 'A', startMs: 0, endMs: 900, text: 'Алло' }],
        recordingUrl: null,
        complete: false,
      },
    },
  };
}

test('a stored event brings its call forward once, and is marked as handled', async () => {
  const { callId, attemptId } = await dialing();
  const woken: string[] = [];
  const intake = createWebhookIntake({
    database: world.database,
    wake: (wakeUps) => woken.push(...wakeUps.map(({ kind }) => kind)),
  });
  const first = await intake.accept(ended(attemptId, world.organizationId));
  const repeat = await intake.accept(ended(attemptId, world.organizationId));
  expect([first.isNew, repeat.isNew, woken]).toEqual([true, false, ['handle-webhook']]);

  expect(await world.drain([handleWebhook])).toBe(1);
  const { prisma } = world.database;
  expect(await prisma.call.findUniqueOrThrow({ where: { id: callId } })).toMatchObject({
    status: 'ended',
    outcome: 'talked',
    durationSec: 61,
  });
  expect(await prisma.transcriptSegment.count({ where: { callId } })).toBe(1);
  expect((await prisma.webhookDelivery.findUniqueOrThrow({ where: { id: first.id } })).handledAt).not.toBeNull();
  expect(await prisma.effect.findFirstOrThrow({ where: { kind: 'handle-webhook' } })).toMatchObject({
    state: 'done',
    outcome: { result: 'applied' },
  });
});

test('an event that names another organization’s attempt changes nothing there', async () => {
  const { callId, attemptId } = await dialing();
  const intake = createWebhookIntake({ database: world.database, wake: () => undefined });
  await intake.accept(ended(attemptId, world.other.organizationId));
  await world.drain([handleWebhook]);
  expect(await world.database.prisma.call.findUniqueOrThrow({ where: { id: callId } })).toMatchObject({
    status: 'dialing',
    outcome: null,
  });
});
