import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** One folder of `prisma/migrations`; `checksum` is the SHA-256 in hex that Prisma keeps for it. */
export type MigrationFile = { name: string; sql: string; checksum: string };

/** First line of a migration whose statements must run outside a transaction (CREATE INDEX CONCURRENTLY and the like). */
export const NO_TRANSACTION_MARK = '-- perezvon:no-transaction';

/** Below this line stands what the Prisma schema cannot say; the next migration's diff looks only above it. */
export const BY_HAND_MARK = '-- perezvon:by-hand';

/** Reads all migrations in the order they apply; a folder that does not exist is an empty list. */
export async function readMigrations(migrationsDir: string): Promise<MigrationFile[]> {
  const names = await listMigrationNames(migrationsDir);
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(migrationsDir, name, 'migration.sql')).catch((error: unknown) => {
        throw new Error(`The migration ${name} has no file migration.sql: restore it or remove its folder.`, {
          cause: error,
        });
      });
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

async function listMigrationNames(migrationsDir: string): Promise<string[]> {
  try {
    const entries = await readdir(migrationsDir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
