import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { inject } from 'vitest';
import { applyMigrations } from '#platform/database/migrations.ts';
import { readMigrations } from '#platform/database/migration-files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** An administrator's address of the run's PostgreSQL server. */
    serverUrl: string;
    /** The database with all migrations applied that each test's own one is copied from. */
    templateName: string;
  }
}

/** A database of one test file, with all migrations applied and no rows. */
export type TestDatabase = { url: string; drop(): Promise<void> };

const TEMPLATE_LOCK = 5018273;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Copies the prepared template into a new database; `drop` removes it, cutting connections that are still open. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl');
  const name = `perezvon_test_${randomBytes(8).toString('hex')}`;
  // Copying files is three times as fast as the default, which writes the whole template through the log.
  const create = `CREATE DATABASE ${name} TEMPLATE ${inject('templateName')} STRATEGY FILE_COPY`;
  await runAsAdmin(serverUrl, (admin) => admin.query(create));
  return {
    url: databaseAt(serverUrl, name),
    drop: () => runAsAdmin(serverUrl, async (admin) => void (await admin.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

/** Makes the template for the present migrations unless the server has it already, and returns its name. */
export async function prepareTemplate(serverUrl: string): Promise<string> {
  const migrationsDir = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const digest = createHash('sha256');
  for (const migration of await readMigrations(migrationsDir)) digest.update(migration.checksum);
  const name = `perezvon_template_${digest.digest('hex').slice(0, 12)}`;
  await runAsAdmin(serverUrl, async (admin) => {
    // Two test runs may share one outside server.
    await admin.query(`SELECT pg_advisory_lock(${TEMPLATE_LOCK})`);
    const { rows } = await admin.query<{ ready: boolean }>(
      `SELECT datistemplate AS ready FROM pg_database WHERE datname = '${name}'`,
    );
    if (rows[0]?.ready === true) return;
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${name}`);
    await applyMigrations({ databaseUrl: databaseAt(serverUrl, name), migrationsDir, log: SILENT });
    // Nobody, autovacuum included, may be connected to a template while it is copied.
    await admin.query(`ALTER DATABASE ${name} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  });
  return name;
}

function databaseAt(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function runAsAdmin<T>(serverUrl: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
