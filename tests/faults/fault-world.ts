import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { openGate } from '#tests/support/boundary.ts';
import type { Boundary, Gate } from '#tests/support/boundary.ts';
import { startCommitProxy } from '#tests/support/commit-proxy.ts';
import { startHttpProxy, telegramCallName } from '#tests/support/http-proxy.ts';
import type { PassedRequest } from '#tests/support/http-proxy.ts';
import { freePort } from '#tests/support/child-process.ts';
import { createProduct } from '#tests/support/product-process.ts';
import type { ProductProcess } from '#tests/support/product-process.ts';
import { findRedisServer, startRedis } from '#tests/support/redis-server.ts';
import { startStandIns } from '#tests/support/stand-ins.ts';
import type { StandIns } from '#tests/support/stand-ins.ts';
import { gatherTeam } from '#tests/support/team.ts';
import type { Team } from '#tests/support/team.ts';
import { passTime } from '#tests/faults/pass-time.ts';
import type { Held } from '#tests/faults/pass-time.ts';

export type Backend = 'postgres' | 'redis';

export interface FaultWorldOptions {
  backend: Backend;
  telegramMode: 'polling' | 'webhook';
  /** One process with all parts, or one for each of bot, api and jobs. */
  parts: readonly Held[];
  language: 'ru' | 'en';
  managers: number;
}

/** The product between proxies that see each of its steps, with its stand-ins and a team at work. */
export interface FaultWorld {
  readonly options: FaultWorldOptions;
  standIns: StandIns;
  product: ProductProcess;
  team: Team;
  /** Past the proxy. */
  databaseUrl: string;
  /** What hears of each boundary from now on. */
  watch(gate: Gate): void;
  /** SIGKILL, then the start on the same data; `outage`: whether the clock of its leases moves on meanwhile. */
  killAndRestart(options?: { part?: Held; outage?: boolean }): Promise<void>;
  /** Only the kill, for a gate that holds a boundary open; `restart` follows. */
  kill(part?: Held): Promise<void>;
  restart(options?: { part?: Held; outage?: boolean }): Promise<void>;
  kills: number;
  /** Requests to the product's API and webhooks that it answered with a server error, other than 503 while it was down. */
  serverErrors(): PassedRequest[];
  close(): Promise<void>;
}

const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: object, message: string) => console.error(message, fields),
};

/** Names what comes in; health checks are no step of the work. */
function incomingName(method: string, path: string): string | null {
  return path.startsWith('/api/health') ? null : `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{5,}/gi, '…')}`;
}

/** Builds the whole world; null with Redis asked for on a machine that has none. */
export async function openFaultWorld(options: FaultWorldOptions): Promise<FaultWorld> {
  const redisProgram = options.backend === 'redis' ? findRedisServer() : null;
  if (options.backend === 'redis' && redisProgram === null)
    throw new Error('There is no redis-server: install it or name it in PEREZVON_REDIS_SERVER.');
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-faults-'));
  await chmod(folder, 0o755);
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  let gate: Gate = openGate;
  const ask: Gate = (boundary: Boundary) => gate(boundary);
  const postgres = await startEmbeddedPostgres({ dataDir: folder, durability: 'test', log: quiet });
  cleanup.defer(() => postgres.stop());
  const standIns = await startStandIns({ folder });
  cleanup.defer(() => standIns.stop());
  const redis = redisProgram === null ? null : await startRedis(redisProgram, folder);
  if (redis) cleanup.defer(() => redis.stop());
  const commits = await startCommitProxy(postgres.url, ask);
  cleanup.defer(() => commits.close());
  const outgoing = async (channel: 'telegram' | 'retell' | 'openai') => {
    const proxy = await startHttpProxy({
      channel,
      target: () => standIns[channel].url,
      gate: ask,
      ...(channel === 'telegram' ? { nameOf: telegramCallName } : {}),
    });
    cleanup.defer(() => proxy.close());
    return proxy.url;
  };
  const addresses = {
    telegram: await outgoing('telegram'),
    retell: await outgoing('retell'),
    openai: await outgoing('openai'),
  };
  const port = await freePort();
  let up = Promise.withResolvers<void>();
  up.resolve();
  const incoming = await startHttpProxy({
    channel: 'incoming',
    target: () => `http://127.0.0.1:${port}`,
    gate: ask,
    nameOf: incomingName,
    untilUp: () => up.promise,
  });
  cleanup.defer(() => incoming.close());
  await standIns.retell.sim.settings({ webhookUrl: `${incoming.url}/api/webhooks/retell` });

  const product = await createProduct({
    dataDir: join(folder, 'data'),
    addresses,
    telegramMode: options.telegramMode,
    publicUrl: incoming.url,
    port,
    databaseUrl: commits.url,
    ...(redis ? { redisUrl: redis.url } : {}),
    parts: options.parts,
  });
  cleanup.defer(() => product.destroy());
  await product.start();
  const team = await gatherTeam({
    apiUrl: () => incoming.url,
    standIns,
    databaseUrl: postgres.url,
    language: options.language,
    managers: options.managers,
  });
  const owned = cleanup.move();

  /** When the product was not up: 503 is its right answer then, and the asker comes again. */
  const downtimes: { fromMs: number; toMs: number }[] = [];
  const isUpAt = (atMs: number) => !downtimes.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs);
  const world: FaultWorld = {
    options,
    standIns,
    product,
    team,
    databaseUrl: postgres.url,
    kills: 0,
    watch: (next) => void (gate = next),
    async kill(part = 'all') {
      world.kills += 1;
      up = Promise.withResolvers<void>();
      downtimes.push({ fromMs: Date.now(), toMs: Infinity });
      await product.kill(part === 'all' ? undefined : part);
    },
    async restart({ part = 'all', outage = true } = {}) {
      if (outage) await passTime(postgres.url, part);
      await product.start();
      up.resolve();
      for (const downtime of downtimes) downtime.toMs = Math.min(downtime.toMs, Date.now());
    },
    async killAndRestart(how = {}) {
      await world.kill(how.part);
      await world.restart(how);
    },
    serverErrors: () =>
      incoming.passed.filter(
        ({ status, path, atMs }) =>
          status >= 500 && !path.startsWith('/api/health') && !(status === 503 && !isUpAt(atMs)),
      ),
    close: () => owned.disposeAsync(),
  };
  return world;
}
