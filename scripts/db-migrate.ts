// Applies prisma/migrations to DATABASE_URL, or to the embedded PostgreSQL of DATA_DIR (.data):
// `node scripts/db-migrate.ts`. After a migration that stopped in the middle: `--finished <name>` or `--rolled-back <name>`.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { applyMigrations, resolveMigration } from '#platform/database/migrations.ts';

const { values } = parseArgs({ options: { finished: { type: 'string' }, 'rolled-back': { type: 'string' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const complain = (fields: object, message: string) => console.error(message, fields);
const log = { info: () => undefined, warn: complain, error: complain };

async function migrate(databaseUrl: string): Promise<void> {
  if (values.finished !== undefined)
    await resolveMigration({ databaseUrl, name: values.finished, outcome: 'finished' });
  const undone = values['rolled-back'];
  if (undone !== undefined) await resolveMigration({ databaseUrl, name: undone, outcome: 'rolled-back' });
  const applied = await applyMigrations({ databaseUrl, migrationsDir: resolve(root, 'prisma/migrations'), log });
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied:\n${applied.join('\n')}`);
}

try {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') await migrate(given);
  else {
    const dataDir = resolve(root, process.env['DATA_DIR'] ?? '.data');
    const embedded = await startEmbeddedPostgres({ dataDir, log });
    await migrate(embedded.url).finally(() => embedded.stop());
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
