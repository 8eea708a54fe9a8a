import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { isAlive, readPostmasterFile } from '#platform/database/postmaster-file.ts';

const ignore = () => undefined;
const log = { info: ignore, warn: ignore, error: ignore };
const Report = z.object({
  url: z.string().default(''),
  port: z.number().default(0),
  adopted: z.boolean().default(false),
  refusal: z.string().optional(),
});
type Report = z.infer<typeof Report>;

let dataDir: string;
let clusterDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'perezvon-embedded-'));
  await chmod(dataDir, 0o755);
  clusterDir = join(dataDir, 'postgres/cluster');
});

afterEach(async () => {
  const left = await readPostmasterFile(clusterDir);
  if (left !== null && isAlive(left.pid)) {
    process.kill(left.pid, 'SIGQUIT');
    await vi.waitUntil(() => !isAlive(left.pid), { timeout: 10_000 });
  }
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

async function startInProcess() {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  onTestFinished(() => postgres.stop());
  return postgres;
}

async function startOtherProcess(): Promise<{ child: ChildProcess; report: Report }> {
  const script = fileURLToPath(new URL('../../../support/embedded-postgres-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = z.tuple([z.string()]).parse(await once(createInterface({ input: child.stdout }), 'line'));
  return { child, report: Report.parse(JSON.parse(line)) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  client.on('error', ignore);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  return (await readPostmasterFile(clusterDir))?.pid ?? 0;
}

test('a fresh data folder gets a durable server that is reached over the loopback with a private random password', async () => {
  const postgres = await startInProcess();
  expect(postgres.adopted).toBe(false);
  expect(await query(postgres.url, 'SHOW server_version_num')).toEqual([expect.stringMatching(/^18/)]);
  expect(await query(postgres.url, 'SHOW fsync')).toEqual(['on']);
  expect(await query(postgres.url, 'SHOW synchronous_commit')).toEqual(['on']);
  expect(await query(postgres.url, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
  expect(await query(postgres.url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([false]);
  expect((await stat(join(clusterDir, 'perezvon.json'))).mode & 0o777).toBe(0o600);
  const wrong = new URL(postgres.url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('Cyrillic letters fold their case, and quotation marks are no letters to the full text search', async () => {
  const { url } = await startInProcess();
  expect(await query(url, `SELECT lower('ЁЖ'), upper('ёж'), 'ёж' ILIKE 'ЁЖ'`)).toEqual(['ёж', 'ЁЖ', true]);
  expect(await query(url, `SELECT to_tsvector('russian', '«Ромашка»')::text`)).toEqual([`'ромашк':1`]);
});

test('a restart keeps the rows and the port, and a port taken meanwhile is replaced', async () => {
  const first = await startEmbeddedPostgres({ dataDir, log });
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  const second = await startEmbeddedPostgres({ dataDir, log });
  expect(second.port).toBe(first.port);
  await second.stop();
  const squatter = createServer().listen(first.port, '127.0.0.1');
  await once(squatter, 'listening');
  const third = await startInProcess();
  expect(third.port).not.toBe(first.port);
  expect(await query(third.url, 'SELECT n FROM kept')).toEqual([7]);
  squatter.close();
});

test('after SIGKILL of its owner the server is taken over with its rows, and stop really ends it', async () => {
  const { child, report } = await startOtherProcess();
  await query(report.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  const pid = await postmasterPid();
  await kill(child);
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  expect({ adopted: postgres.adopted, url: postgres.url, pid: await postmasterPid() }).toEqual({
    adopted: true,
    url: report.url,
    pid,
  });
  expect(await query(postgres.url, 'SELECT n FROM kept')).toEqual([7]);
  await postgres.stop();
  expect(isAlive(pid)).toBe(false);
});

test('after SIGKILL of owner and server the next start recovers what was committed', async () => {
  const { child, report } = await startOtherProcess();
  await query(report.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n');
  const pid = await postmasterPid();
  await kill(child);
  process.kill(pid, 'SIGKILL');
  const postgres = await startInProcess();
  expect(postgres.adopted).toBe(false);
  expect(await query(postgres.url, 'SELECT count(*)::int FROM kept')).toEqual([1000]);
});

test('a second start beside a living owner is refused in one sentence and harms nothing', async () => {
  const { child, report } = await startOtherProcess();
  const second = await startOtherProcess();
  expect(second.report.refusal).toBe(
    `DataDirInUseError: Another Perezvon (process ${child.pid}) already runs on ${dataDir}: stop it first, or give this one its own DATA_DIR.`,
  );
  expect(await query(report.url, 'SELECT 1')).toEqual([1]);
});

test('of two first starts at the same moment one owns the database and the other is refused', async () => {
  const both = await Promise.all([startOtherProcess(), startOtherProcess()]);
  const refusals = both.map(({ report }) => report.refusal?.split(':')[0] ?? 'owner').sort();
  expect(refusals).toEqual(['DataDirInUseError', 'owner']);
  const owner = both.find(({ report }) => report.refusal === undefined);
  expect(await query(owner?.report.url ?? '', 'SELECT 1')).toEqual([1]);
});

test('an owner told to stop leaves no process and no pid file', async () => {
  const { child } = await startOtherProcess();
  const pid = await postmasterPid();
  child.stdin?.end();
  await once(child, 'exit');
  expect(isAlive(pid)).toBe(false);
  expect(await readPostmasterFile(clusterDir)).toBeNull();
});

test('a pid file whose number belongs to another program by now does not hinder the start', async () => {
  const first = await startEmbeddedPostgres({ dataDir, log });
  await first.stop();
  const lines = [process.pid, clusterDir, 1, first.port, '', '127.0.0.1', '', 'ready'];
  await writeFile(join(clusterDir, 'postmaster.pid'), `${lines.join('\n')}\n`);
  const second = await startInProcess();
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'SELECT 1')).toEqual([1]);
});

test('a server that is killed under a living owner comes back on the same port with its rows', async () => {
  const postgres = await startInProcess();
  await query(postgres.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  const pid = await postmasterPid();
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(async () => expect(await query(postgres.url, 'SELECT n FROM kept')).toEqual([7]), {
    timeout: 10_000,
    interval: 20,
  });
  expect(await postmasterPid()).not.toBe(pid);
  expect((await startOtherProcess()).report.refusal).toContain('DataDirInUseError');
});

test('a session that crashes the server does not cost the owner its ownership', async () => {
  const postgres = await startInProcess();
  const pid = await postmasterPid();
  const victim = new Client({ connectionString: postgres.url });
  victim.on('error', ignore);
  await victim.connect();
  const { rows } = await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  const owners = `SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND granted`;
  await vi.waitFor(async () => expect(await query(postgres.url, owners)).toEqual([1]), { timeout: 10_000 });
  expect((await startOtherProcess()).report.refusal).toContain('DataDirInUseError');
  expect(await postmasterPid()).toBe(pid);
});

test('what a start that was killed inside initdb left behind is removed', async () => {
  const { child } = await startOtherProcess();
  await kill(child);
  const leftover = join(dataDir, `postgres/cluster.new-${child.pid}-abcd`);
  const pid = await postmasterPid();
  process.kill(pid, 'SIGQUIT');
  await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 });
  await rm(clusterDir, { recursive: true });
  await mkdir(leftover);
  await startInProcess();
  expect(await readdir(join(dataDir, 'postgres'))).toEqual(['cluster', 'postgres.log']);
});

test.runIf(process.getuid?.() === 0)(
  'as root in a private folder the data goes where PostgreSQL can reach it, and stays found',
  async () => {
    const privateDir = await mkdtemp(join(tmpdir(), 'perezvon-private-'));
    const inside = join(privateDir, '.data');
    const first = await startEmbeddedPostgres({ dataDir: inside, log });
    const home = (await readFile(join(inside, 'postgres/moved-to.txt'), 'utf8')).trim();
    onTestFinished(async () => {
      await rm(home, { recursive: true, force: true });
      await rm(privateDir, { recursive: true, force: true });
    });
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir: inside, log });
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([7]);
    await second.stop();
    await rm(home, { recursive: true });
    await expect(startEmbeddedPostgres({ dataDir: inside, log })).rejects.toThrow(`was kept in ${home}, which is gone`);
  },
);
