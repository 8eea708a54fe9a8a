import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { z } from 'zod';
import type { MigrationFile } from './migration-files.ts';

/** Thrown when the database and the migrations do not fit together; the message says how to go on. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const MigrationRow = z.object({
  migration_name: z.string(),
  checksum: z.string(),
  started_at: z.date(),
  finished_at: z.date().nullable(),
});
type MigrationRow = z.infer<typeof MigrationRow>;

const UNDEFINED_TABLE = '42P01';

/** Reads the rows that count (not rolled back) of Prisma's table; null when the table does not exist yet. */
export async function readMigrationTable(client: Client): Promise<MigrationRow[] | null> {
  try {
    const { rows } = await client.query(
      `SELECT migration_name, checksum, started_at, finished_at FROM _prisma_migrations
       WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    return z.array(MigrationRow).parse(rows);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return null;
    throw error;
  }
}

/** Creates the table in the very form `prisma migrate deploy` gives it. */
export async function createMigrationTable(client: Client): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`);
}

/** Returns the migrations still to apply, in order. Throws MigrationError when it is not safe to apply or to run. */
export function findPending(files: MigrationFile[], rows: MigrationRow[]): MigrationFile[] {
  const unfinished = rows.find((row) => row.finished_at === null);
  if (unfinished !== undefined) {
    throw new MigrationError(
      `The migration ${unfinished.migration_name} began at ${unfinished.started_at.toISOString()} and never finished: look at the database, then ` +
        `run "node scripts/db-migrate.ts --finished ${unfinished.migration_name}" if all of it is there, or undo it by hand and run it with --rolled-back.`,
    );
  }
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const row of rows) {
    const file = byName.get(row.migration_name);
    if (file === undefined) {
      throw new MigrationError(
        `The database has the migration ${row.migration_name}, which this version of Perezvon does not know: start the newer version, or restore an older backup.`,
      );
    }
    if (!checksumsOf(file).includes(row.checksum)) {
      throw new MigrationError(
        `The migration ${file.name} was edited after it had been applied: restore its file and put the change into a new migration.`,
      );
    }
  }
  const applied = new Set(rows.map((row) => row.migration_name));
  return files.filter((file) => !applied.has(file.name));
}

/** A checkout may turn the line ends around without changing the migration; Prisma forgives that as well. */
function checksumsOf({ sql, checksum }: MigrationFile): string[] {
  const unix = sql.replaceAll('\r\n', '\n');
  return [
    checksum,
    ...[unix, unix.replaceAll('\n', '\r\n')].map((text) => createHash('sha256').update(text).digest('hex')),
  ];
}
