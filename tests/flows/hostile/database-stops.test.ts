import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAudit, checkCalls } from '#tests/faults/invariants.ts';
import { until } from '#tests/support/child-process.ts';
import { withDatabase } from '#tests/support/team.ts';
import { startLoad } from './database-load.ts';
import type { Load } from './database-load.ts';
import { openHostileProduct } from './hostile-product.ts';
import type { HostileProduct } from './hostile-product.ts';
import { postmasterOf, signalAll } from './postgres-processes.ts';
import { scaled } from './scale.ts';

const stops = scaled(5);
const backLimitMs = 5_000;
let world: HostileProduct;
let load: Load;

beforeAll(async () => {
  world = await openHostileProduct();
  load = await startLoad(world, { approvals: 30 });
}, 120_000);
afterAll(async () => {
  await load.stop();
  await world[Symbol.asyncDispose]();
}, 60_000);

/** The answer of the readiness check; 0 when there is none within `limitMs`. */
async function readiness(limitMs: number): Promise<number> {
  try {
    const response = await fetch(`${world.product.url}/api/health/ready`, { signal: AbortSignal.timeout(limitMs) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

async function databaseAnswers(): Promise<true> {
  await withDatabase(world.databaseUrl, (client) => client.query('SELECT 1'));
  return true;
}

test(
  'PostgreSQL killed or stopped at once under load costs refusals and nothing else, and work goes on within five seconds.',
  { timeout: 240_000 },
  async () => {
    const slow: string[] = [];
    for (let stop = 0; stop < stops; stop += 1) {
      const before = load.acknowledged();
      await until('the load flows', async () => load.acknowledged() > before + 5, { timeoutMs: 20_000 });
      process.kill(await postmasterOf(world.dataDir), stop % 2 === 0 ? 'SIGKILL' : 'SIGQUIT');
      await until(
        'PostgreSQL is gone',
        async () =>
          databaseAnswers().then(
            () => false,
            () => true,
          ),
        { timeoutMs: 5_000, everyMs: 10 },
      ).catch(() => undefined);
      await until('PostgreSQL is back', databaseAnswers, { timeoutMs: 20_000, everyMs: 20 });
      const backAtMs = performance.now();
      const acknowledged = load.acknowledged();
      await until(
        'work is acknowledged again',
        async () => load.acknowledged() > acknowledged && (await readiness(2_000)) === 200,
        {
          timeoutMs: 20_000,
        },
      );
      const tookMs = Math.round(performance.now() - backAtMs);
      if (tookMs > backLimitMs) slow.push(`stop ${stop}: ${tookMs} ms`);
    }
    expect(slow).toEqual([]);
    expect(world.product.isRunning()).toBe(true);
  },
);

test(
  'PostgreSQL that hangs for eight seconds turns readiness off, and everything goes on when it answers again.',
  { timeout: 120_000 },
  async () => {
    const postmaster = await postmasterOf(world.dataDir);
    signalAll(postmaster, 'SIGSTOP');
    try {
      const frozenAtMs = performance.now();
      await until('readiness is off', async () => (await readiness(5_000)) === 503, { timeoutMs: 7_000 });
      await delay(8_000 - (performance.now() - frozenAtMs));
    } finally {
      signalAll(postmaster, 'SIGCONT');
    }
    const acknowledged = load.acknowledged();
    await until(
      'work is acknowledged again',
      async () => load.acknowledged() > acknowledged && (await readiness(2_000)) === 200,
      {
        timeoutMs: backLimitMs,
      },
    );
    expect(world.product.isRunning()).toBe(true);
  },
);

test(
  'Everything that was acknowledged meanwhile is there, nothing twice, and no request was answered with a failure.',
  { timeout: 120_000 },
  async () => {
    await load.stop();
    expect(await load.check()).toEqual([]);
    expect(load.acknowledged()).toBeGreaterThan(30);
    const calls = await checkCalls(world.databaseUrl, world.standIns);
    // Calls that are still to be dialled are no fault; one that was dialled twice is.
    expect(calls.filter((problem) => !problem.includes('was never dialled'))).toEqual([]);
    expect(await checkAudit(world.databaseUrl)).toEqual([]);
    expect(world.product.complaints().filter((line) => /Unhandled|Uncaught/.test(line))).toEqual([]);
  },
);
