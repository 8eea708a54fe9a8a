import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { DatabaseLog } from './database-log.ts';
import { NO_TRANSACTION_MARK, readMigrations } from './migration-files.ts';
import type { MigrationFile } from './migration-files.ts';
import { createMigrationTable, findPending, MigrationError, readMigrationTable } from './migration-table.ts';
import { splitSql } from './split-sql.ts';

// The key of Prisma's own migrate commands, so that they and we exclude each other.
const MIGRATION_LOCK = 72707369;

/**
 * Brings the database to the last migration of `migrationsDir` and returns the names it applied; [] costs one query. A
 * migration that fails leaves nothing behind. Throws MigrationError when database and migrations do not fit together.
 */
export async function applyMigrations(options: {
  databaseUrl: string;
  migrationsDir: string;
  log: DatabaseLog;
}): Promise<string[]> {
  const files = await readMigrations(options.migrationsDir);
  return withClient(options.databaseUrl, async (client) => {
    if (findPending(files, (await readMigrationTable(client)) ?? []).length === 0) return [];
    return withMigrationLock(client, async () => {
      await createMigrationTable(client);
      const pending = findPending(files, (await readMigrationTable(client)) ?? []);
      for (const file of pending) await applyOne(client, file, options.log);
      return pending.map((file) => file.name);
    });
  });
}

/** Records what a person found out about a migration that never finished. Throws MigrationError when it is not such. */
export async function resolveMigration(options: {
  databaseUrl: string;
  name: string;
  outcome: 'finished' | 'rolled-back';
}): Promise<void> {
  await withClient(options.databaseUrl, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE _prisma_migrations
       SET ${options.outcome === 'finished' ? 'finished_at = now(), applied_steps_count = 1' : 'rolled_back_at = now()'}
       WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
      [options.name],
    );
    if (rowCount === 0) throw new MigrationError(`The database has no unfinished migration ${options.name}.`);
  });
}

async function applyOne(client: Client, file: MigrationFile, log: DatabaseLog): Promise<void> {
  const startedAt = performance.now();
  const alone = file.sql.trimStart().startsWith(NO_TRANSACTION_MARK);
  try {
    await (alone ? applyByStatement(client, file) : applyWhole(client, file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const state = alone ? 'stopped in the middle' : 'was undone';
    throw new MigrationError(`The migration ${file.name} failed and ${state}: ${reason}.`, { cause: error });
  }
  log.info({ migration: file.name, durationMs: Math.round(performance.now() - startedAt) }, 'Migration applied');
}

/** Statements and record in one transaction: a kill at any moment leaves both or neither. */
async function applyWhole(client: Client, file: MigrationFile): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(file.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), file.checksum, file.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function applyByStatement(client: Client, file: MigrationFile): Promise<void> {
  const id = randomUUID();
  await client.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)`, [
    id,
    file.checksum,
    file.name,
  ]);
  for (const statement of splitSql(file.sql)) {
    try {
      await client.query(statement);
    } catch (error) {
      const logs = error instanceof Error ? error.message : String(error);
      await client.query(`UPDATE _prisma_migrations SET logs = $2 WHERE id = $1`, [id, logs]).catch(() => undefined);
      throw error;
    }
  }
  await client.query(`UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1`, [id]);
}

async function withMigrationLock<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
  try {
    return await work();
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`).catch(() => undefined);
  }
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, application_name: 'perezvon migrations' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
