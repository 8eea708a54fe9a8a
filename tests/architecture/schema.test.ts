import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import type { EmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { applyMigrations } from '#platform/database/migrations.ts';
import { diffAgainstMigrations } from '#platform/database/new-migration.ts';
import { root } from './sources.ts';

/** Tables of the platform that belong to no organization. */
const platformTables = ['heartbeats', 'init_data_uses', 'organizations', '_prisma_migrations'];

/** Tables with an organization that no other table points at: journals and state of the platform, found by keys of their own. */
const pointedAtByNone = [
  'audit_entries',
  'audit_heads',
  'bot_sessions',
  'effects',
  'events',
  'telegram_updates',
  'webhook_deliveries',
];

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('the migrations say exactly what the schema says', async () => {
  expect(await diffAgainstMigrations(`${root}/prisma/schema`, `${root}/prisma/migrations`, log)).toBe('');
}, 60_000);

describe('the database that the migrations make', () => {
  let dataDir = '';
  let server: EmbeddedPostgres;
  let client: Client;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'perezvon-tables-'));
    await chmod(dataDir, 0o755);
    server = await startEmbeddedPostgres({ dataDir, durability: 'test', log });
    await applyMigrations({ databaseUrl: server.url, migrationsDir: `${root}/prisma/migrations`, log });
    client = new Client({ connectionString: server.url });
    await client.connect();
  }, 60_000);

  afterAll(async () => {
    await client.end();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  const names = async (sql: string) => (await client.query<{ name: string }>(sql)).rows.map((row) => row.name);
  const tenantTables = `SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organization_id'`;

  test('puts an organization on every row, except in the named tables of the platform', async () => {
    const without = await names(`
      SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN (${tenantTables}) ORDER BY 1`);
    expect(without.toSorted()).toEqual(platformTables.toSorted());
  });

  test('refuses a row that forgot its organization', async () => {
    const unguarded = await names(`
      SELECT table_name AS name FROM (${tenantTables}) AS tenant WHERE NOT EXISTS (
        SELECT 1 FROM pg_constraint WHERE contype = 'c' AND conrelid = format('public.%I', table_name)::regclass
          AND pg_get_constraintdef(oid) LIKE '%organization_id <> ''00000000-0000-0000-0000-000000000000''%')`);
    expect(unguarded).toEqual([]);
    const optional = await names(`
      SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'organization_id' AND is_nullable = 'YES'`);
    expect(optional, 'only work of the platform itself may have none').toEqual(['effects']);
  });

  test('lets rows be pointed at by organization and id together', async () => {
    const without = await names(`
      SELECT table_name AS name FROM (${tenantTables}) AS tenant WHERE NOT EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = format('public.%I', table_name)::regclass AND i.indisunique AND i.indpred IS NULL
          AND (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_attribute a
               WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])) = ARRAY['id', 'organization_id'])`);
    expect(without.toSorted()).toEqual(pointedAtByNone);
  });

  test('cannot hold a row that points into another organization', async () => {
    const { rows } = await client.query<{ name: string; ours: string[]; theirs: string[] }>(`
      SELECT conname AS name,
        (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(conkey) WITH ORDINALITY AS k(number, position)
         JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.number) AS ours,
        (SELECT array_agg(a.attname::text ORDER BY k.position) FROM unnest(confkey) WITH ORDINALITY AS k(number, position)
         JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.number) AS theirs
      FROM pg_constraint
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace
        AND confrelid IN (SELECT format('public.%I', table_name)::regclass FROM (${tenantTables}) AS tenant)`);
    expect(rows.length).toBeGreaterThan(30);
    const loose = rows.filter(
      ({ ours, theirs }) =>
        ours.indexOf('organization_id') < 0 || ours.indexOf('organization_id') !== theirs.indexOf('organization_id'),
    );
    expect(loose.map((row) => row.name)).toEqual([]);
  });

  test('never lets a delete empty the organization of a row that pointed at what was deleted', async () => {
    const nulling = await names(
      `SELECT conname AS name FROM pg_constraint WHERE contype = 'f' AND confdeltype IN ('n', 'd') AND connamespace = 'public'::regnamespace`,
    );
    expect(nulling).toEqual([]);
  });
});
