import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { applyMigrations } from '#platform/database/migrations.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';

const migrationsDir = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The database's address with all migrations applied: the operator's PostgreSQL, or the embedded one of `DATA_DIR`. */
export async function prepareDatabase(config: Config, log: Log): Promise<{ url: string; stop(): Promise<void> }> {
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log });
  const url = config.DATABASE_URL ?? embedded?.url ?? '';
  try {
    const applied = await applyMigrations({ databaseUrl: url, migrationsDir, log });
    if (applied.length > 0) log.info({ applied }, 'migrations applied');
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return { url, stop: async () => embedded?.stop() };
}
