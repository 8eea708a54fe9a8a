import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { embeddedDatabaseUrl } from '#tests/support/embedded-database-url.ts';
import { createProduct } from '#tests/support/product-process.ts';
import type { ProductProcess } from '#tests/support/product-process.ts';
import { startRedis } from '#tests/support/redis-server.ts';
import { startStandIns } from '#tests/support/stand-ins.ts';
import type { StandIns } from '#tests/support/stand-ins.ts';
import { gatherTeam } from '#tests/support/team.ts';
import type { Team } from '#tests/support/team.ts';

export interface ForeignWorldOptions {
  telegramMode: 'polling' | 'webhook';
  language: 'ru' | 'en';
  /** The product's own PostgreSQL, or one of the operator's with this Redis program beside it. */
  storage: { kind: 'embedded' } | { kind: 'outside'; redisProgram: string };
  /** Runs when the stand-ins are there and the product has not started yet. */
  before?: (standIns: StandIns) => Promise<void>;
  environment?: Record<string, string>;
}

/** The product as an operator runs it: everything outside of it at addresses of its own, and no sandbox. */
export interface ForeignWorld extends AsyncDisposable {
  standIns: StandIns;
  product: ProductProcess;
  team: Team;
  databaseUrl: string;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function openForeignWorld(options: ForeignWorldOptions): Promise<ForeignWorld> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-foreign-'));
  await chmod(folder, 0o755);
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const standIns = await startStandIns({ folder });
  cleanup.defer(() => standIns.stop());
  await options.before?.(standIns);

  const outside: { databaseUrl?: string; redisUrl?: string } = {};
  if (options.storage.kind === 'outside') {
    const postgres = await startEmbeddedPostgres({ dataDir: folder, durability: 'test', log: quiet });
    cleanup.defer(() => postgres.stop());
    const redis = await startRedis(options.storage.redisProgram, folder);
    cleanup.defer(() => redis.stop());
    Object.assign(outside, { databaseUrl: postgres.url, redisUrl: redis.url });
  }
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  const product = await createProduct({
    dataDir,
    addresses: { telegram: standIns.telegram.url, retell: standIns.retell.url, openai: standIns.openai.url },
    telegramMode: options.telegramMode,
    ...outside,
    ...(options.environment ? { environment: options.environment } : {}),
  });
  cleanup.defer(async () => {
    await product.stop();
    await product.destroy();
  });
  await standIns.retell.sim.settings({ webhookUrl: `${product.publicUrl}/api/webhooks/retell` });
  await product.start();
  const databaseUrl = outside.databaseUrl ?? (await embeddedDatabaseUrl(dataDir));
  const team = await gatherTeam({ apiUrl: () => product.url, standIns, databaseUrl, language: options.language });
  const owned = cleanup.move();
  return { standIns, product, team, databaseUrl, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
