import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import { claimEffect, settleEffect, StaleLeaseError } from '#platform/effects/effect-store.ts';
import type { EffectPlan } from '#platform/effects/effect-store.ts';
import { newId } from '#platform/ids.ts';
import { inTransaction } from '#domain/transaction.ts';
import { defineJob } from '#jobs/define-job.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
let plans: EffectPlan[] = [];

beforeAll(async () => {
  world = await createTestWorld({ planEffects: () => plans });
});
afterAll(() => world.close());

async function plan(parts: Partial<EffectPlan> = {}): Promise<string> {
  const key = parts.key ?? newId();
  plans = [{ kind: 'probe', queue: 'system', payload: { n: 1 }, organizationId: world.organizationId, ...parts, key }];
  await inTransaction(world.system(), async (tx) => tx.event('settings.changed', newId(), { key: 'x' }));
  plans = [];
  const row = await world.database.prisma.effect.findUniqueOrThrow({ where: { key } });
  return row.id;
}

const stateOf = (id: string) => world.database.prisma.effect.findUniqueOrThrow({ where: { id } });

function probe(parts: Partial<Parameters<typeof defineJob<{ n: number }>>[0]>) {
  return [
    defineJob({
      name: 'probe',
      queue: 'system',
      input: z.object({ n: z.number() }),
      maxAttempts: 3,
      backoffMs: () => 0,
      run: async () => 'ok',
      ...parts,
    }),
  ];
}

describe('effects', () => {
  test('work planned by an event is there with the transaction, and absent when the transaction fails', async () => {
    const key = newId();
    plans = [{ kind: 'probe', queue: 'system', payload: {}, organizationId: world.organizationId, key }];
    const failing = inTransaction(world.system(), async (tx) => {
      tx.event('settings.changed', newId(), { key: 'x' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    plans = [];
    expect(await world.database.prisma.effect.findUnique({ where: { key } })).toBeNull();
  });

  test('the same operation key asked for twice is one row', async () => {
    const key = newId();
    expect(await plan({ key })).toBe(await plan({ key }));
  });

  test('a worker whose lease was taken over cannot settle, renew, or commit', async () => {
    const id = await plan();
    const first = await claimEffect(world.database, id, 'one', 0);
    await world.database.pool.query(`UPDATE effects SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    const second = await claimEffect(world.database, id, 'two', 30);
    expect(second?.fence).toBe((first?.fence ?? 0) + 1);
    const stale = { id, fence: first?.fence ?? 0 };
    await expect(settleEffect(world.database, stale, { state: 'done', outcome: null })).rejects.toBeInstanceOf(
      StaleLeaseError,
    );
    const ctx = world.make({
      organizationId: world.organizationId,
      actor: { kind: 'system', id: null, name: 'stale' },
      door: 'job',
      lease: stale,
    });
    const write = inTransaction(ctx, async (tx) =>
      tx.audit({ action: 'stale.write', subjectType: 'effect', subjectId: id }),
    );
    await expect(write).rejects.toBeInstanceOf(StaleLeaseError);
    expect(await world.system().db.auditEntry.count({ where: { action: 'stale.write' } })).toBe(0);
    await settleEffect(world.database, { id, fence: second?.fence ?? 0 }, { state: 'done', outcome: null });
  });

  test('rows of one lane run in order, also when the first one is retried', async () => {
    const order: string[] = [];
    const lane = newId();
    const first = await plan({ lane, payload: { n: 21 } });
    const second = await plan({ lane, payload: { n: 22 } });
    expect(await claimEffect(world.database, second, 'early', 30)).toBeNull();
    let failures = 1;
    await world.drain(
      probe({
        run: async (_ctx, { n }) => {
          if (n === 21 && failures-- > 0) throw new ProviderError('x', 'retryable', 'busy', 'busy');
          if (n > 20) order.push(`${n}`);
        },
      }),
    );
    expect(order).toEqual(['21', '22']);
    expect([(await stateOf(first)).state, (await stateOf(second)).state]).toEqual(['done', 'done']);
  });

  test('work that died after reaching outside is looked up, never repeated blindly', async () => {
    const id = await plan();
    await world.database.pool.query(
      `UPDATE effects SET state = 'running', attempts = 1, fence = 1, dispatched_at = now(), lease_until = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    let ran = 0;
    const jobs = probe({
      run: async () => void (ran += 1),
      reconcile: async () => ({ found: 'done', outcome: 'adopted' }),
    });
    await world.database.pool.query(`UPDATE effects SET state = 'ready' WHERE id = $1`, [id]);
    await world.drain(jobs);
    expect(ran).toBe(0);
    expect(await stateOf(id)).toMatchObject({ state: 'done', outcome: 'adopted' });
  });

  test('an outcome that nobody can look up ends before a person as unknown', async () => {
    const id = await plan();
    const seen: boolean[] = [];
    const jobs = probe({
      run: async (_ctx, _input, handle) => {
        await handle.dispatch();
        throw new ProviderError('x', 'unknown', 'timeout', 'no answer');
      },
      onParked: async (_ctx, _input, _error, unknownOutcome) => void seen.push(unknownOutcome),
    });
    await world.drain(jobs);
    expect((await stateOf(id)).state).toBe('unknown');
    expect(seen).toEqual([true]);
  });

  test('work that always fails is parked after its attempts and shown once', async () => {
    const id = await plan();
    let tries = 0;
    let shown = 0;
    await world.drain(
      probe({
        run: async () => {
          tries += 1;
          throw new Error('boom');
        },
        onParked: async () => void (shown += 1),
      }),
    );
    expect(tries).toBe(3);
    expect(shown).toBe(1);
    expect(await stateOf(id)).toMatchObject({ state: 'parked', lastError: 'boom' });
  });

  test('a provider that asks to wait does not use up the attempts', async () => {
    const id = await plan();
    let refusals = 6;
    await world.drain(
      probe({
        run: async () => {
          if (refusals-- > 0)
            throw new ProviderError('x', 'retryable', 'rate_limited', 'slow down', { retryAfterMs: 0 });
        },
      }),
    );
    expect((await stateOf(id)).state).toBe('done');
  });
});

describe('the audit chain', () => {
  test('entries are numbered without gaps, chained, and cannot be changed or removed', async () => {
    const ctx = world.system();
    await Promise.all(
      Array.from({ length: 10 }, () =>
        inTransaction(ctx, async (tx) => tx.audit({ action: 'probe', subjectType: 'probe', subjectId: null })),
      ),
    );
    const entries = await ctx.db.auditEntry.findMany({ orderBy: { seq: 'asc' } });
    entries.forEach((entry, index) => {
      expect(entry.seq).toBe(BigInt(index + 1));
      expect(entry.previousHash).toBe(entries[index - 1]?.hash ?? '');
    });
    const change = world.database.pool.query(`UPDATE audit_entries SET action = 'other'`);
    await expect(change).rejects.toThrow('append-only');
    await expect(world.database.pool.query(`DELETE FROM audit_entries`)).rejects.toThrow('append-only');
  });
});

describe('looking up what is not known', () => {
  test('a look-up that fails leaves the outcome unknown instead of doing the work again', async () => {
    const id = await plan();
    await world.database.pool.query(`UPDATE effects SET dispatched_at = now(), attempts = 1 WHERE id = $1`, [id]);
    let ran = 0;
    await world.drain(
      probe({
        run: async () => void (ran += 1),
        reconcile: async () => {
          throw new ProviderError('x', 'retryable', 'busy', 'ask later');
        },
      }),
    );
    expect(ran).toBe(0);
    expect((await stateOf(id)).state).toBe('unknown');
  });
});
