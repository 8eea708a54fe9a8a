import { Redis } from 'ioredis';
import { createPostgresBackend, runMigrations, withBackend, Queue as RedisQueue, Worker as RedisWorker } from 'bullmq';
import type { Pool } from 'pg';
import { SteadyClient } from '#platform/database/steady-client.ts';
import type { WakeUp } from '#platform/effects/effect-store.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';

interface QueueLimits {
  /** Messages handled at once in a process. */
  concurrency: number;
  /** How many may start in a second over all processes. */
  perSecond?: number;
  /** How many wake-ups one message may carry: many only where nothing limits the work but the machine. */
  wakeUpsPerMessage: number;
}

/** Queues by kind of limit. */
export const queueLimits = {
  telephony: { concurrency: 8, wakeUpsPerMessage: 1 },
  llm: { concurrency: 4, wakeUpsPerMessage: 1 },
  telegram: { concurrency: 8, perSecond: 28, wakeUpsPerMessage: 1 },
  mail: { concurrency: 4, wakeUpsPerMessage: 1 },
  system: { concurrency: 4, wakeUpsPerMessage: 10 },
} as const satisfies Record<string, QueueLimits>;

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
  addBulk(messages: Message[]): Promise<unknown>;
  add(name: string, data: { id: string }, opts: object): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}
interface AnyWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(force?: boolean): Promise<void>;
}
type Processor = (job: Pick<Message, 'name' | 'data'>) => Promise<void>;

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
  let waiting: WakeUp[] = [];
  function send(): void {
    const group = waiting;
    waiting = [];
    for (const name of queueNames) {
      const messages = messagesOf(
        name,
        group.filter((wakeUp) => wakeUp.queue === name),
      );
      if (messages.length === 0) continue;
      // A lost wake-up costs a sweep's interval, never the work; so a queue that is down does not fail the operation.
      queues
        .get(name)
        ?.addBulk(messages)
        .catch((error: unknown) =>
          log.warn({ queue: name, err: messageOf(error) }, 'a wake-up was not queued; a sweep will find the work'),
        );
    }
  }
  const api: Queues = {
    backend: options.redisUrl ? 'redis' : 'postgresql',
    onHeartbeat: undefined,
    wake(wakeUps) {
      // What is asked for in one turn of the event loop goes out together: a burst of webhooks is a few messages.
      if (waiting.length === 0) setImmediate(send);
      waiting.push(...wakeUps);
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
          else await Promise.all((job.data.ids ?? [job.data.id]).map(handle));
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

interface Message {
  name: string;
  data: { id: string; ids?: string[] };
  opts: object;
}

const kept = { removeOnComplete: true, removeOnFail: true };

function messagesOf(name: QueueName, wakeUps: WakeUp[]): Message[] {
  const { wakeUpsPerMessage } = queueLimits[name];
  if (wakeUpsPerMessage === 1) return wakeUps.map(messageOfOne);
  const isPlain = (wakeUp: WakeUp) => wakeUp.delayMs <= 0 && !wakeUp.forgotten;
  const ids = wakeUps.filter(isPlain).map((wakeUp) => wakeUp.id);
  const messages = wakeUps.filter((wakeUp) => !isPlain(wakeUp)).map(messageOfOne);
  for (let start = 0; start < ids.length; start += wakeUpsPerMessage) {
    const some = ids.slice(start, start + wakeUpsPerMessage);
    messages.push({ name: 'several', data: { id: some[0] ?? '', ids: some }, opts: kept });
  }
  return messages;
}

function messageOfOne(wakeUp: WakeUp): Message {
  return {
    name: wakeUp.kind,
    data: { id: wakeUp.id },
    opts: {
      // A wake-up that a dead worker took along must not stand in the way of a later one: the sweep's carry their half minute.
      jobId: wakeUp.forgotten
        ? `${wakeUp.id}-${wakeUp.attempts}-${Math.floor(Date.now() / 30_000)}`
        : `${wakeUp.id}-${wakeUp.attempts}`,
      ...kept,
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
  const limits: QueueLimits = queueLimits[name];
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
  const connection = { Client: SteadyClient, connectionString: databaseUrl, schema, max: 2, skipMigrations: true };
  return {
    queue: (name) => new Queue<Message['data']>(name, { connection }),
    worker: (name, processor) =>
      new Worker<Message['data']>(name, processor, { connection: { ...connection, max: 3 }, ...workerLimits(name) }),
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
    queue: (name) => new RedisQueue<Message['data']>(name, { connection: redis, prefix: 'perezvon' }),
    worker: (name, processor) =>
      new RedisWorker<Message['data']>(name, processor, {
        connection: redis,
        prefix: 'perezvon',
        ...workerLimits(name),
      }),
    close: async () => void (await redis.quit().catch(() => redis.disconnect())),
  };
}
