import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMigration } from '#platform/database/new-migration.ts';

const ignore = () => undefined;
const log = { info: ignore, warn: ignore, error: ignore };

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'perezvon-schema-'));
  await mkdir(join(root, 'schema'));
  await writeFile(join(root, 'schema/base.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  await describeNotes('id String @id @db.Uuid\n  email String @db.Citext');
});

afterEach(() => rm(root, { recursive: true }));

function describeNotes(fields: string): Promise<void> {
  return writeFile(join(root, 'schema/notes.prisma'), `model Note {\n  ${fields}\n  @@map("notes")\n}\n`);
}

function create(phrase: string, at: string): Promise<string | null> {
  const migrationsDir = join(root, 'migrations');
  return createMigration({ phrase, schemaDir: join(root, 'schema'), migrationsDir, now: new Date(at), log });
}

test('the first migration creates everything, the next one holds just the difference, hand-written SQL included in neither', async () => {
  const first = (await create('start', '2026-01-01T00:00:00Z')) ?? '';
  expect(basename(dirname(first))).toBe('20260101000000_start');
  const sql = await readFile(first, 'utf8');
  expect(sql).toContain('CREATE TABLE "notes"');
  await writeFile(first, `CREATE EXTENSION citext;\nCREATE EXTENSION pg_trgm;\n${sql}`);
  await appendFile(
    first,
    '\n-- perezvon:by-hand\nCREATE INDEX by_hand ON notes USING gin ((email::text) gin_trgm_ops);\n',
  );
  expect(await create('nothing', '2026-01-02T00:00:00Z')).toBeNull();

  await describeNotes('id String @id @db.Uuid\n  email String @db.Citext\n  body String?');
  const second = (await create('add_note_body', '2026-01-03T00:00:00Z')) ?? '';
  expect(await readFile(second, 'utf8')).toBe('-- AlterTable\nALTER TABLE "notes" ADD COLUMN     "body" TEXT;\n');
});

test('a phrase that is no file name in lower case is refused', async () => {
  await expect(create('Add Body', '2026-01-01T00:00:00Z')).rejects.toThrow('named in lower case with underscores');
});
