import { setTimeout as delay } from 'node:timers/promises';
import type { ContextFactory } from '#domain/context.ts';
import { createEffectRunner } from '#platform/effects/effect-runner.ts';
import { findForgottenEffects } from '#platform/effects/effect-store.ts';
import { messageOf } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Log } from '#platform/log.ts';
import type { Queues } from '#platform/queue.ts';
import type { Job } from '#jobs/define-job.ts';

/** Something that is looked for again and again: deadlines, due calls, rows that a dead process left. */
export interface Sweep {
  name: string;
  /** How often: at the pace of deadlines, or of polls at providers. */
  pace: 'sweep' | 'poll';
  /** Takes up what it finds and returns how many. Must be safe to run twice at once. */
  run(make: ContextFactory): Promise<number>;
}

export interface JobsWorker {
  /** Stops taking work, lets what runs finish (up to `limitMs`), and resolves. What did not finish is found by its lease. */
  stop(limitMs?: number): Promise<void>;
}

/** Starts carrying out effects and sweeping. */
export function startJobsWorker(options: {
  make: ContextFactory;
  queues: Queues;
  jobs: readonly Job[];
  sweeps: readonly Sweep[];
  sweepIntervalMs: number;
  pollIntervalMs: number;
  log: Log;
  onSettled?: NonNullable<Parameters<typeof createEffectRunner>[0]['onSettled']>;
}): JobsWorker {
  const { make, queues, log } = options;
  const { database } = make.runtime;
  const runner = createEffectRunner({
    database,
    handlers: handlersByName(options.jobs, make),
    owner: newId(),
    wake: queues.wake,
    log,
    ...(options.onSettled ? { onSettled: options.onSettled } : {}),
  });
  queues.onHeartbeat = async () => {
    await database.pool.query(
      `INSERT INTO heartbeats (name, beat_at) VALUES ('jobs', now()) ON CONFLICT (name) DO UPDATE SET beat_at = now()`,
    );
  };
  const workers = queues.startWorkers((id) => runner.run(id));
  const stopping = new AbortController();
  const forgotten: Sweep = {
    name: 'forgotten-effects',
    pace: 'sweep',
    async run() {
      const found = await findForgottenEffects(database);
      if (found.length > 0) queues.wake(found);
      return found.length;
    },
  };
  const heartbeat: Sweep = { name: 'heartbeat', pace: 'sweep', run: async () => (await queues.heartbeat(), 0) };
  const loops = [forgotten, heartbeat, ...options.sweeps].map((sweep) =>
    repeat(
      sweep,
      make,
      sweep.pace === 'sweep' ? options.sweepIntervalMs : options.pollIntervalMs,
      stopping.signal,
      log,
    ),
  );
  return {
    async stop(limitMs = 15_000) {
      stopping.abort();
      await Promise.race([workers.close(), delay(limitMs, undefined, { ref: false })]);
      await Promise.all(loops);
    },
  };
}

function handlersByName(jobs: readonly Job[], make: ContextFactory) {
  const handlers = new Map<string, ReturnType<Job['handler']>>();
  for (const job of jobs) {
    if (handlers.has(job.name)) throw new Error(`Two jobs are named ${job.name}.`);
    handlers.set(job.name, job.handler(make));
  }
  return handlers;
}

async function repeat(
  sweep: Sweep,
  make: ContextFactory,
  intervalMs: number,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const found = await sweep.run(make);
      if (found > 0) log.info({ sweep: sweep.name, found }, 'sweep took work up');
    } catch (error) {
      log.warn({ sweep: sweep.name, err: messageOf(error) }, 'a sweep failed and will come again');
    }
    // Spread, so that several processes do not look at the same moment.
    await delay(intervalMs * (0.9 + Math.random() * 0.2), undefined, { signal }).catch(() => undefined);
  }
}
