import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { applyMigrations } from '#platform/database/migrations.ts';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { searchSizes, seedSearch } from './seed-search.ts';
import { seedLeads, seedOrganization } from './seed.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const migrationsDir = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

/** What each database of the run holds: as many leads as named, in one organization with its people. */
export const databaseKinds = {
  leads: 200_000,
  fewLeads: 20_000,
  search: searchSizes.leads,
  work: 0,
  jobs: 0,
  cards: 0,
  calls: 0,
} as const;
export type DatabaseKind = keyof typeof databaseKinds;

export interface Databases {
  /** Made, migrated and filled on first use. */
  urlOf(kind: DatabaseKind): Promise<string>;
  stop(): Promise<void>;
}

/** An embedded PostgreSQL of the run's own, with the durability that the product has. */
export async function startDatabases(dataDir: string, log: (line: string) => void): Promise<Databases> {
  const server = await startEmbeddedPostgres({ dataDir, log: silent });
  const made = new Map<DatabaseKind, Promise<string>>();

  async function make(kind: DatabaseKind): Promise<string> {
    const startedMs = performance.now();
    const url = new URL(server.url);
    url.pathname = `/bench_${kind.toLowerCase()}`;
    await withClient(server.url, (client) => client.query(`CREATE DATABASE bench_${kind.toLowerCase()}`));
    await applyMigrations({ databaseUrl: url.href, migrationsDir, log: silent });
    await withClient(url.href, async (client) => {
      await seedOrganization(client);
      if (kind === 'search') await seedSearch(client, searchSizes);
      else if (databaseKinds[kind] > 0) await seedLeads(client, databaseKinds[kind]);
      await client.query('VACUUM ANALYZE');
      await client.query('CHECKPOINT').catch(() => undefined);
    });
    log(
      `database "${kind}" with ${databaseKinds[kind]} leads: ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`,
    );
    return url.href;
  }

  return {
    urlOf(kind) {
      const known = made.get(kind) ?? make(kind);
      made.set(kind, known);
      return known;
    },
    stop: () => server.stop(),
  };
}

/** Lends a connection of its own. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
