import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedDatabaseUrl } from '#tests/support/embedded-database-url.ts';
import { createProduct } from '#tests/support/product-process.ts';
import type { ProductProcess } from '#tests/support/product-process.ts';
import { startStandIns } from '#tests/support/stand-ins.ts';
import type { StandIns } from '#tests/support/stand-ins.ts';
import { gatherTeam } from '#tests/support/team.ts';
import type { Team } from '#tests/support/team.ts';

/** The product as one process on its own PostgreSQL, with its stand-ins and a team at work. */
export interface HostileProduct extends AsyncDisposable {
  standIns: StandIns;
  product: ProductProcess;
  team: Team;
  databaseUrl: string;
  dataDir: string;
}

export async function openHostileProduct(
  options: { environment?: Record<string, string>; callSpeed?: number; managers?: number } = {},
): Promise<HostileProduct> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-hostile-'));
  await chmod(folder, 0o755);
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const standIns = await startStandIns({ folder, callSpeed: options.callSpeed ?? 400 });
  cleanup.defer(() => standIns.stop());
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  const product = await createProduct({
    dataDir,
    addresses: { telegram: standIns.telegram.url, retell: standIns.retell.url, openai: standIns.openai.url },
    telegramMode: 'webhook',
    environment: { TRUSTED_PROXIES: '127.0.0.1', ...options.environment },
  });
  cleanup.defer(async () => {
    await product.stop();
    await product.destroy();
  });
  await standIns.retell.sim.settings({ webhookUrl: `${product.publicUrl}/api/webhooks/retell` });
  await product.start();
  const databaseUrl = await embeddedDatabaseUrl(dataDir);
  const team = await gatherTeam({
    apiUrl: () => product.url,
    standIns,
    databaseUrl,
    language: 'en',
    managers: options.managers ?? 1,
  });
  const owned = cleanup.move();
  return { standIns, product, team, databaseUrl, dataDir, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
