import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestApplyImport } from '#domain/imports/apply-import.ts';
import { getImport } from '#domain/imports/list-imports.ts';
import { startImport, storeImportFile } from '#domain/imports/start-import.ts';
import { requestUndoImport } from '#domain/imports/undo-import.ts';
import { requestExport } from '#domain/exports/request-export.ts';
import { createDiskStorage } from '#integrations/storage-disk/index.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';
import { collectGarbage, residentBytes } from '#tests/flows/hostile/memory.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

const rowCount = 100_000;
const mebibyte = 1_048_576;
/** What the process may grow by, whatever the number of rows. */
const mostGrowthBytes = 60 * mebibyte;

let world: TestWorld;
let folder: string;
const admin = () => world.as(world.admin);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'perezvon-import-'));
  world = await createTestWorld({ planEffects, ports: { storage: createDiskStorage(folder) } });
  // The planner shall know nothing of the new rows, as right after a first import; and who cleans up after them would
  // still be at it when the database is dropped.
  await world.database.pool.query(`DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
      EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = false)', name);
    END LOOP; END $$`);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

/** A table whose every twentieth row is bad, in turn by its number, its address, its owner and its name. */
async function* table(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('Имя;Телефон;Почта;Ответственный;Комментарий\n');
  for (let from = 0; from < rowCount; from += 1_000) {
    let text = '';
    for (let row = from; row < from + 1_000; row += 1) {
      const kind = row % 20 === 0 ? (row / 20) % 4 : -1;
      const phone = kind === 0 ? '12' : `+7905${String(1_000_000 + row)}`;
      const email = kind === 1 ? 'не почта' : `person${row}@example.com`;
      const owner = kind === 2 ? 'Никто' : row % 3 === 0 ? 'Own manager' : '';
      text += `${kind === 3 ? '' : `Человек Номер${row}`};${phone};${email};${owner};Заметка о клиенте ${row}\n`;
    }
    yield Buffer.from(text);
  }
}

/** Runs work and tells how long it took and how far what the process holds grew, looked at all the while. */
async function measured(name: string, work: () => Promise<unknown>): Promise<number> {
  const residentBefore = residentBytes();
  const before = heldBytes();
  let peak = before;
  const looking = setInterval(() => (peak = Math.max(peak, heldBytes())), 2_000);
  const startedMs = performance.now();
  await work();
  clearInterval(looking);
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  const growth = Math.max(peak, heldBytes()) - before;
  const resident = process.memoryUsage.rss() - residentBefore;
  console.log(
    `${name}: ${seconds} s, holds ${inMebibytes(growth)} more at most, resident ${inMebibytes(resident)} more`,
  );
  return growth;
}

/** What is reachable, without what the collector has not come to yet. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const inMebibytes = (bytes: number) => `${(bytes / mebibyte).toFixed(1)} MiB`;

const run = () => world.drain(jobs.filter(({ name }) => /import|export/.test(name)));
const contacts = () => world.system().db.contact.count({ where: { deletedAt: null } });

test('100,000 rows with 5 % bad are checked, applied and undone, in bounded memory and as a whole each time', async () => {
  // What a first import loads and compiles is not counted to the rows.
  const { fileId: small } = await storeImportFile(admin(), { name: 'warm.csv', chunks: warmUp() });
  await startImport(admin(), { fileId: small, record: 'contact' });
  await run();

  const { fileId } = await storeImportFile(admin(), { name: 'large.csv', chunks: table() });
  const { id: importId } = await startImport(admin(), { fileId, record: 'contact' });
  const growth = [await measured('dry run', run)];
  const checked = await getImport(admin(), { importId });
  expect(checked).toMatchObject({
    status: 'checked',
    counts: { total: rowCount, new: rowCount * 0.95, bad: rowCount * 0.05, update: 0, conflict: 0 },
  });
  expect(await contacts()).toBe(0);

  await requestApplyImport(admin(), { importId });
  await dieWhileApplying();
  expect(await contacts()).toBe(0);
  await world.database.pool.query(`UPDATE effects SET run_at = now() WHERE kind = 'apply-import' AND state = 'ready'`);
  growth.push(await measured('apply', run));
  expect(await getImport(admin(), { importId })).toMatchObject({
    status: 'applied',
    counts: { created: rowCount * 0.95 },
  });
  expect(await contacts()).toBe(rowCount * 0.95);
  expect(await world.system().db.event.count({ where: { subjectId: importId, type: 'import.applied' } })).toBe(1);

  await requestExport(admin(), { list: 'contacts', format: 'csv' });
  growth.push(await measured('export', run));

  await requestUndoImport(admin(), { importId });
  growth.push(await measured('undo', run));
  expect(await getImport(admin(), { importId })).toMatchObject({ counts: { removed: rowCount * 0.95, kept: 0 } });
  expect(await contacts()).toBe(0);
  for (const bytes of growth) expect(bytes).toBeLessThan(mostGrowthBytes);
}, 1_200_000);

async function* warmUp(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    `Имя;Телефон\n${Array.from({ length: 3_000 }, (_, row) => `А${row};+7906${1_000_000 + row}\n`).join('')}`,
  );
}

/** The applying's connection is cut again and again while it writes, until the work is put off. */
async function dieWhileApplying(): Promise<void> {
  const { pool } = world.database;
  const cutting = setInterval(() => {
    void pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE '%INSERT INTO contact%' AND state = 'active'`,
    );
  }, 100);
  await run();
  clearInterval(cutting);
}
