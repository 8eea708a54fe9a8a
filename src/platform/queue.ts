import { Redis } from 'ioredis';
import { createPostgresBackend, runMigrations, withBackend, Queue as RedisQueue, Worker as RedisWorker } from 'bullmq';
import type { Pool } from 'pg';
import type { WakeUp } from '#platform/effects/effect-store.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';

/** Queues by kind of limit, with how many run at once in a process and how many may start in a second over all. */
export const queueLimits = {
  telephony: { concurrency: 8 },
  llm: { concurrency: 4 },
  telegram: { concurrency: 8, perSecond: 28 },
  system: { concurrency: 8 },
} as const satisfies Record<string, { concurrency: number; perSecond?: number }>;

export type QueueName = keyof typeof queueLimits;
export const queueNames = Object.keys(queueLimits) as QueueName[];

interface Handle {
  close(): Promise<void>;
}

/** The queue only wakes: a message carries an id, the row behind it is the truth, and a lost message is found by a sweep. */
export interface Queues {
  wake(wakeUps: WakeUp[]): void;
  /** Starts carrying out: `handle` gets the id of a row. */
  startWorkers(handle: (id: string) => Promise<void>): Handle;
  /** Puts a heartbeat through the system queue; a worker answers it by `onHeartbeat`. */
  heartbeat(): Promise<void>;
  onHeartbeat: (() => Promise<void>) | undefined;
  backend: 'postgresql' | 'redis';
  close(): Promise<void>;
}

interface AnyQueue {
  addBulk(jobs: { name: string; data: { id: string }; opts: object }[]): Promise<unknown>;
  add(name: string, data: { id: string }, opts: object): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}
interface AnyWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(force?: boolean): Promise<void>;
}
type Processor = (job: { name: string; data: { id: string } }) => Promise<void>;

const schema = 'bullmq';
const heartbeatName = 'heartbeat';

/** Queues on PostgreSQL, or on Redis when an address is given. A Redis that would forget acknowledged work is refused. */
export async function openQueues(options: {
  databaseUrl: string;
  pool: Pool;
  redisUrl?: string | undefined;
  log: Log;
}): Promise<Queues> {
  const { log } = options;
  const makers = options.redisUrl
    ? await redisMakers(options.redisUrl, log)
    : await postgresMakers(options.databaseUrl, options.pool);
  const queues = new Map<string, AnyQueue>();
  for (const name of queueNames) {
    const queue = makers.queue(name);
    queue.on('error', (error) => log.warn({ queue: name, err: messageOf(error) }, 'queue connection trouble'));
    queues.set(name, queue);
  }
  const api: Queues = {
    backend: options.redisUrl ? 'redis' : 'postgresql',
    onHeartbeat: undefined,
    wake(wakeUps) {
      for (const [name, group] of Map.groupBy(wakeUps, (wakeUp) => wakeUp.queue)) {
        const queue = queues.get(name);
        if (!queue) {
          log.error({ queue: name }, 'an effect names a queue that does not exist');
          continue;
        }
        // A lost wake-up costs a sweep's interval, never the work; so a queue that is down does not fail the operation.
        queue
          .addBulk(group.map(jobOf))
          .catch((error: unknown) =>
            log.warn({ queue: name, err: messageOf(error) }, 'a wake-up was not queued; a sweep will find the work'),
          );
      }
    },
    async heartbeat() {
      await queues.get('system')?.add(
        heartbeatName,
        { id: heartbeatName },
        // A beat that a dead worker took along must not stand in the way of the next one.
        { jobId: `${heartbeatName}-${Math.floor(Date.now() / 1_000)}`, removeOnComplete: true, removeOnFail: true },
      );
    },
    startWorkers(handle) {
      const workers = queueNames.map((name) => {
        const worker = makers.worker(name, async (job) => {
          if (job.name === heartbeatName) await api.onHeartbeat?.();
          else await handle(job.data.id);
        });
        worker.on('error', (error) => log.warn({ queue: name, err: messageOf(error) }, 'worker trouble'));
        return worker;
      });
      return { close: async () => void (await Promise.all(workers.map((worker) => worker.close()))) };
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await makers.close();
    },
  };
  return api;
}

function jobOf(wakeUp: WakeUp) {
  return {
    name: wakeUp.kind,
    data: { id: wakeUp.id },
    opts: {
      // A wake-up that a dead worker took along must not stand in the way of a later one: the sweep's carry their half minute.
      jobId: wakeUp.forgotten
        ? `${wakeUp.id}-${wakeUp.attempts}-${Math.floor(Date.now() / 30_000)}`
        : `${wakeUp.id}-${wakeUp.attempts}`,
      removeOnComplete: true,
      removeOnFail: true,
      ...(wakeUp.delayMs > 0 ? { delay: Math.ceil(wakeUp.delayMs) } : {}),
    },
  };
}

interface Makers {
  queue(name: QueueName): AnyQueue;
  worker(name: QueueName, processor: Processor): AnyWorker;
  close(): Promise<void>;
}

function workerLimits(name: QueueName) {
  const limits: { concurrency: number; perSecond?: number } = queueLimits[name];
  return {
    concurrency: limits.concurrency,
    ...(limits.perSecond ? { limiter: { max: limits.perSecond, duration: 1_000 } } : {}),
  };
}

async function postgresMakers(databaseUrl: string, pool: Pool): Promise<Makers> {
  const client = await pool.connect();
  try {
    await runMigrations(client, schema);
  } finally {
    client.release();
  }
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = { connectionString: databaseUrl, schema, max: 2, skipMigrations: true };
  return {
    queue: (name) => new Queue<{ id: string }>(name, { connection }),
    worker: (name, processor) =>
      new Worker<{ id: string }>(name, processor, { connection: { ...connection, max: 3 }, ...workerLimits(name) }),
    close: async () => undefined,
  };
}

async function redisMakers(url: string, log: Log): Promise<Makers> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true });
  redis.on('error', (error) => log.warn({ err: error.message }, 'redis connection trouble'));
  const appendOnly = await redis.config('GET', 'appendonly').catch(() => null);
  const answer: unknown = appendOnly;
  if (Array.isArray(answer) && answer[1] !== 'yes') {
    redis.disconnect();
    throw new Error(
      'REDIS_URL names a Redis without an append-only file: it would forget acknowledged work when killed. Start it with --appendonly yes.',
    );
  }
  return {
    queue: (name) => new RedisQueue<{ id: string }>(name, { connection: redis, prefix: 'perezvon' }),
    worker: (name, processor) =>
      new RedisWorker<{ id: string }>(name, processor, {
        connection: redis,
        prefix: 'perezvon',
        ...workerLimits(name),
      }),
    close: async () => void (await redis.quit().catch(() => redis.disconnect())),
  };
}
