import { Redis } from 'ioredis';
import { Relay, createPostgresRelayBackend } from 'bullmq';
import { SteadyClient } from '#platform/database/steady-client.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';

/** Tells every process of the fleet at once what happened; a hint only, the rows are the truth. */
export interface LiveEvents<Event> {
  publish(events: Event[]): void;
  /** Listeners must not throw; they get the events of all processes, this one included. */
  subscribe(listener: (events: Event[]) => void): Promise<void>;
  close(): Promise<void>;
}

const topic = 'events';
const postgresSchema = 'bullmq';

/** Live events over BullMQ's relay, on the same store as the queues. */
export async function openLiveEvents<Event>(options: {
  databaseUrl: string;
  redisUrl?: string | undefined;
  log: Log;
}): Promise<LiveEvents<Event>> {
  const { log } = options;
  const redis = options.redisUrl ? new Redis(options.redisUrl, { maxRetriesPerRequest: null }) : null;
  redis?.on('error', (error) => log.warn({ err: error.message }, 'redis connection trouble'));
  const relay = redis
    ? new Relay({ connection: redis, prefix: 'perezvon', namespace: 'perezvon' })
    : new Relay({
        connection: {
          Client: SteadyClient,
          connectionString: options.databaseUrl,
          schema: postgresSchema,
          max: 2,
          skipMigrations: true,
        },
        backend: createPostgresRelayBackend,
        namespace: 'perezvon',
      });
  relay.on('error', (error) => log.warn({ err: messageOf(error) }, 'live events trouble'));
  await relay.waitUntilReady();
  return {
    publish(events) {
      relay
        .publish(topic, events)
        .catch((error: unknown) => log.warn({ err: messageOf(error) }, 'live events were not published'));
    },
    async subscribe(listener) {
      await relay.subscribe<Event[]>(topic, (message) => listener(message.data));
    },
    async close() {
      await relay.close();
      await redis?.quit().catch(() => redis.disconnect());
    },
  };
}
