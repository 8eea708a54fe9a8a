import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { claimEffect } from '#platform/effects/effect-store.ts';
import { listParkedEffects } from '#domain/effects/list-parked-effects.ts';
import { replayEffect } from '#domain/effects/replay-effect.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

async function aParkedEffect(state: 'parked' | 'unknown') {
  const id = newId();
  await world.database.prisma.effect.create({
    data: {
      id,
      organizationId: world.organizationId,
      kind: 'place-call',
      key: id,
      queue: 'telephony',
      payload: {},
      state,
      attempts: 5,
      lastError: 'gave up',
      deadlineAt: new Date(0),
      dispatchedAt: state === 'unknown' ? new Date() : null,
    },
  });
  return id;
}

test('Parked work is listed with its reason, and replayed once however often it is asked for.', async () => {
  const effectId = await aParkedEffect('parked');
  const admin = world.as(world.admin);
  expect((await listParkedEffects(admin)).items).toEqual([
    expect.objectContaining({ id: effectId, kind: 'place-call', state: 'parked', attempts: 5, error: 'gave up' }),
  ]);
  const results = await Promise.allSettled([1, 2, 3].map(() => replayEffect(admin, { effectId })));
  expect(results.some((result) => result.status === 'fulfilled')).toBe(true);
  expect((await listParkedEffects(admin)).items).toEqual([]);
  expect(await claimEffect(world.database, effectId, 'test', 30)).toMatchObject({
    attempts: 1,
    overdue: false,
    dispatched: false,
  });
  expect(
    await world.database.prisma.auditEntry.count({ where: { subjectId: effectId, action: 'effect.replayed' } }),
  ).toBe(1);
});

test('Replayed work that may have been done outside is still known to have been dispatched.', async () => {
  const effectId = await aParkedEffect('unknown');
  await replayEffect(world.as(world.admin), { effectId });
  expect(await claimEffect(world.database, effectId, 'test', 30)).toMatchObject({ dispatched: true, overdue: false });
});

test('Parked work is hidden from other organizations and from who may not replay it.', async () => {
  const effectId = await aParkedEffect('parked');
  await expect(replayEffect(world.as(world.other.admin), { effectId })).rejects.toMatchObject({
    reason: 'effect.notFound',
  });
  expect((await listParkedEffects(world.as(world.other.admin))).items).toEqual([]);
  for (const user of [world.manager, world.analyst]) {
    await expect(listParkedEffects(world.as(user))).rejects.toMatchObject({ reason: 'permission.missing' });
    await expect(replayEffect(world.as(user), { effectId })).rejects.toMatchObject({ reason: 'permission.missing' });
  }
});
