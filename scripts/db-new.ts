// Writes the next migration: `node scripts/db-new.ts add_call_deadline`. `--empty` makes a file for hand-written SQL.
import { fileURLToPath } from 'node:url';
import { createMigration } from '#platform/database/new-migration.ts';

const phrase = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
if (phrase === undefined) {
  console.error('Name the change: node scripts/db-new.ts add_call_deadline');
  process.exit(1);
}
const complain = (fields: object, message: string) => console.error(message, fields);
try {
  const path = await createMigration({
    phrase,
    schemaDir: fileURLToPath(new URL('../prisma/schema', import.meta.url)),
    migrationsDir: fileURLToPath(new URL('../prisma/migrations', import.meta.url)),
    allowEmpty: process.argv.includes('--empty'),
    log: { info: () => undefined, warn: complain, error: complain },
  });
  console.log(path ?? 'The migrations already say what the schema says.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
