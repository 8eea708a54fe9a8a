import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { z } from 'zod';
import { defineJob } from '#jobs/define-job.ts';
import { startJobsWorker } from '#jobs/worker.ts';
import type { ContextFactory } from '#domain/context.ts';
import { insertEffects } from '#platform/effects/effect-store.ts';
import type { WakeUp } from '#platform/effects/effect-store.ts';
import { newId } from '#platform/ids.ts';
import { createLog } from '#platform/log.ts';
import { openQueues, queueLimits } from '#platform/queue.ts';
import { ms, perSec } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { alternate, ratioOf } from '../rounds.ts';
import { median, spreadOf } from '../statistics.ts';
import { withContexts } from '../world/product.ts';
import { organizationId } from '../world/seed.ts';

/** As many as an operation's transaction asks for, roughly. */
const perTransaction = 5;
const workers = queueLimits.system.concurrency;

/** Work that ends at once: from the transaction that asks for it to the settled row, over claims by hand. */
export const jobsRow: BenchRow = {
  name: 'jobs',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('jobs');
    const pool = new Pool({ connectionString: databaseUrl, max: 20 });
    const count = Math.round(bench.roundMs);
    try {
      await pool.query(
        `CREATE TABLE IF NOT EXISTS bench_jobs (seq bigserial PRIMARY KEY, payload jsonb NOT NULL, state text NOT NULL DEFAULT 'ready')`,
      );
      await pool.query(`CREATE INDEX IF NOT EXISTS bench_jobs_ready ON bench_jobs (seq) WHERE state = 'ready'`);
      return await withContexts(databaseUrl, async (make) => {
        const product = await startWorker(databaseUrl, make);
        try {
          const rounds = await alternate(
            bench.rounds,
            () => bareJobs(pool, count),
            () => product.carryOut(count),
          );
          const added = spreadOf(await product.latencies(bench.rounds * 40));
          const { ratio, text } = ratioOf(rounds);
          return [
            {
              metric: `effects from the asking transaction to settled (${workers} at once), over bare SKIP LOCKED claims`,
              baseline: perSec(median(rounds.baseline)),
              product: perSec(median(rounds.product)),
              result: text,
              goal: '≥ 0.5 ×',
              isMet: ratio >= 0.5,
            },
            {
              metric: 'from the commit that asks for an effect to its start, one at a time',
              baseline: '–',
              product: `p50 ${ms(added.p50)}, p99 ${ms(added.p99)}`,
              result: `p95 ${ms(added.p95)}`,
              goal: 'p95 ≤ 15 ms',
              isMet: added.p95 <= 15,
            },
          ];
        } finally {
          await product.stop();
        }
      });
    } finally {
      await pool.end();
    }
  },
};

/** Jobs per second by hand: rows are inserted, claimed one by one, and marked as done. */
async function bareJobs(pool: Pool, count: number): Promise<number> {
  const startedMs = performance.now();
  let left = count;
  let unclaimed = 0;
  const insert = async () => {
    for (let at = 0; at < count; at += perTransaction) {
      await pool.query({
        name: 'jobs-insert',
        text: `INSERT INTO bench_jobs (payload) SELECT '{"n":1}' FROM generate_series(1, $1::int)`,
        values: [perTransaction],
      });
      unclaimed += perTransaction;
    }
  };
  const work = async () => {
    while (left > 0) {
      const { rows } = await pool.query<{ seq: string }>({
        name: 'jobs-claim',
        text: `UPDATE bench_jobs SET state = 'running' WHERE seq = (
                 SELECT seq FROM bench_jobs WHERE state = 'ready' ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING seq::text`,
      });
      const seq = rows[0]?.seq;
      if (seq === undefined) {
        if (unclaimed <= 0) await delay(1);
        continue;
      }
      unclaimed -= 1;
      await pool.query({
        name: 'jobs-done',
        text: `UPDATE bench_jobs SET state = 'done' WHERE seq = $1`,
        values: [seq],
      });
      left -= 1;
    }
  };
  await Promise.all([insert(), ...Array.from({ length: workers }, work)]);
  return (count / (performance.now() - startedMs)) * 1_000;
}

/** The product's queues and worker with one job that does nothing. */
async function startWorker(databaseUrl: string, make: ContextFactory) {
  const { database } = make.runtime;
  const log = createLog('silent');
  const queues = await openQueues({ databaseUrl, pool: database.pool, log });
  const startedAt = new Map<string, number>();
  let onSettled: () => void = () => undefined;
  const job = defineJob({
    name: 'bench-nothing',
    queue: 'system',
    input: z.strictObject({ n: z.int() }),
    maxAttempts: 3,
    run: async (_ctx, _input, handle) => void startedAt.set(handle.id, performance.now()),
  });
  const worker = startJobsWorker({
    make,
    queues,
    jobs: [job],
    sweeps: [],
    sweepIntervalMs: 5_000,
    pollIntervalMs: 15_000,
    log,
    onSettled: () => onSettled(),
  });

  async function ask(count: number): Promise<WakeUp[]> {
    const plans = Array.from({ length: count }, () => ({
      kind: job.name,
      queue: job.queue,
      key: newId(),
      payload: { n: 1 },
      organizationId,
    }));
    const wakeUps = await insertEffects(
      (text, values) =>
        database.prepared<{ id: string; kind: string; queue: string }>('bench-effects-insert', text, values),
      plans,
    );
    queues.wake(wakeUps);
    return wakeUps;
  }
  function settled(count: number): Promise<void> {
    let left = count;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`${left} of ${count} effects were not settled within 60 s.`)),
        60_000,
      );
      onSettled = () => {
        left -= 1;
        if (left > 0) return;
        clearTimeout(limit);
        resolve();
      };
    });
  }
  return {
    async carryOut(count: number): Promise<number> {
      const startedMs = performance.now();
      const all = settled(count);
      for (let at = 0; at < count; at += perTransaction) await ask(perTransaction);
      await all;
      return (count / (performance.now() - startedMs)) * 1_000;
    },
    async latencies(count: number): Promise<number[]> {
      const all: number[] = [];
      for (let at = 0; at < count; at += 1) {
        const done = settled(1);
        const [wakeUp] = await ask(1);
        const askedMs = performance.now();
        await done;
        all.push((startedAt.get(wakeUp?.id ?? '') ?? Number.NaN) - askedMs);
        await delay(10);
      }
      return all;
    },
    async stop() {
      await worker.stop();
      await queues.close();
    },
  };
}
