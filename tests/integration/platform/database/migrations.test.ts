import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { readMigrations } from '#platform/database/migration-files.ts';
import { applyMigrations, resolveMigration } from '#platform/database/migrations.ts';
import { createTestDatabase } from '#tests/support/postgres.ts';
import type { TestDatabase } from '#tests/support/postgres.ts';

const ignore = () => undefined;
const log = { info: ignore, warn: ignore, error: ignore };

let database: TestDatabase;
let client: Client;
let migrationsDir: string;

beforeEach(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  client.on('error', ignore);
  await client.connect();
  // The history under test is the one written here, not the product's that the copy came with.
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  migrationsDir = await mkdtemp(join(tmpdir(), 'perezvon-migrations-'));
  await writeMigration('20260101000000_add_notes', 'CREATE TABLE notes (id int); INSERT INTO notes VALUES (1);');
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(migrationsDir, { recursive: true });
});

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(migrationsDir, name), { recursive: true });
  await writeFile(join(migrationsDir, name, 'migration.sql'), sql);
}

const apply = () => applyMigrations({ databaseUrl: database.url, migrationsDir, log });

async function noteCount(): Promise<number> {
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int FROM notes');
  return rows[0]?.count ?? 0;
}

async function openEngine() {
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm');
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: database.url }));
  const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
  return SchemaEngine.new({ datamodels: [['schema.prisma', datasource]] }, ignore, adapter);
}

async function listForEngine(): Promise<MigrationList> {
  const files = await readMigrations(migrationsDir);
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: null },
    shadowDbInitScript: '',
    migrationDirectories: files.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

test('migrations apply in order, once', async () => {
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes VALUES (2);');
  expect(await apply()).toEqual(['20260101000000_add_notes', '20260102000000_fill_notes']);
  expect(await apply()).toEqual([]);
  expect(await noteCount()).toBe(2);
});

test("Prisma's own engine takes our history for its own, and we take its", async () => {
  const filters = { externalTables: [], externalEnums: [] };
  await apply();
  const engine = await openEngine();
  onTestFinished(() => engine.free());
  expect(await engine.applyMigrations({ migrationsList: await listForEngine(), filters })).toEqual({
    appliedMigrationNames: [],
  });
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes VALUES (2);');
  expect(await engine.applyMigrations({ migrationsList: await listForEngine(), filters })).toEqual({
    appliedMigrationNames: ['20260102000000_fill_notes'],
  });
  const diagnosis = await engine.diagnoseMigrationHistory({
    migrationsList: await listForEngine(),
    optInToShadowDatabase: false,
    filters,
  });
  expect(diagnosis).toMatchObject({ editedMigrationNames: [], failedMigrationNames: [], history: null });
  expect(await apply()).toEqual([]);
});

test('processes that start at the same moment apply each migration once', async () => {
  await writeMigration('20260102000000_fill_notes', 'SELECT pg_sleep(0.1); INSERT INTO notes VALUES (2);');
  const applied = await Promise.all([apply(), apply(), apply()]);
  expect(applied.flat().sort()).toEqual(['20260101000000_add_notes', '20260102000000_fill_notes']);
  expect(await noteCount()).toBe(2);
});

test('a migration that fails leaves nothing behind and applies once it is repaired', async () => {
  await apply();
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes VALUES (2); SELECT 1 / 0;');
  await expect(apply()).rejects.toThrow(
    'The migration 20260102000000_fill_notes failed and was undone: division by zero.',
  );
  expect(await noteCount()).toBe(1);
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes VALUES (2);');
  expect(await apply()).toEqual(['20260102000000_fill_notes']);
});

test('a migration marked no-transaction may build an index concurrently', async () => {
  await writeMigration(
    '20260102000000_index_notes',
    '-- perezvon:no-transaction\nCREATE INDEX CONCURRENTLY notes_a ON notes (id);\nCREATE INDEX CONCURRENTLY notes_b ON notes (id);\n',
  );
  await apply();
  const { rows } = await client.query(`SELECT indexname FROM pg_indexes WHERE tablename = 'notes' ORDER BY 1`);
  expect(rows).toEqual([{ indexname: 'notes_a' }, { indexname: 'notes_b' }]);
});

test('a half-applied migration stops every start until a person says what became of it', async () => {
  const name = '20260102000000_fill_notes';
  await writeMigration(name, '-- perezvon:no-transaction\nINSERT INTO notes VALUES (2);\nSELECT 1 / 0;\n');
  await expect(apply()).rejects.toThrow(`The migration ${name} failed and stopped in the middle: division by zero.`);
  await expect(apply()).rejects.toThrow(
    new RegExp(`^The migration ${name} began at .* and never finished: .*--finished ${name}`),
  );
  await client.query('DELETE FROM notes WHERE id = 2');
  await resolveMigration({ databaseUrl: database.url, name, outcome: 'rolled-back' });
  await writeMigration(name, 'INSERT INTO notes VALUES (3);');
  expect(await apply()).toEqual([name]);
  await expect(resolveMigration({ databaseUrl: database.url, name, outcome: 'finished' })).rejects.toThrow(
    `The database has no unfinished migration ${name}.`,
  );
});

test('an edited migration is refused, turned line ends are forgiven', async () => {
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes\nVALUES (2);\n');
  await apply();
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes\r\nVALUES (2);\r\n');
  expect(await apply()).toEqual([]);
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes\nVALUES (4);\n');
  await expect(apply()).rejects.toThrow('The migration 20260102000000_fill_notes was edited after it had been applied');
});

test('a database newer than the code is refused', async () => {
  await writeMigration('20260102000000_fill_notes', 'INSERT INTO notes VALUES (2);');
  await apply();
  await rm(join(migrationsDir, '20260102000000_fill_notes'), { recursive: true });
  await expect(apply()).rejects.toThrow(
    'The database has the migration 20260102000000_fill_notes, which this version of Perezvon does not know',
  );
});
