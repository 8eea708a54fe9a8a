import { randomInt } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { ClusterPlace } from './cluster-place.ts';
import type { Durability } from './create-cluster.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { isAlive, readPostmasterFile } from './postmaster-file.ts';

/** A PostgreSQL that was started and ended before it accepted connections. */
export class PostgresRefusedError extends Error {
  override readonly name = 'PostgresRefusedError';
  readonly reason: 'port-busy' | 'other-postmaster' | 'unknown';
  constructor(message: string, reason: PostgresRefusedError['reason']) {
    super(message);
    this.reason = reason;
  }
}

const POLL_MS = 10;
const LOG_LIMIT_BYTES = 1_000_000;
// Crash recovery replays at most one checkpoint's worth of WAL; this only bounds a start that hangs.
const START_LIMIT_MS = 300_000;

/** Starts PostgreSQL on the cluster and waits until it accepts connections. Throws PostgresRefusedError when it ends first. */
export async function launchPostgres(
  place: ClusterPlace,
  programs: PostgresBinaries,
  port: number,
  durability: Durability,
): Promise<ChildProcess> {
  const { size } = await stat(place.logFile).catch(() => ({ size: 0 }));
  if (size > LOG_LIMIT_BYTES) await truncate(place.logFile);
  const logFrom = size > LOG_LIMIT_BYTES ? 0 : size;
  const output = await open(place.logFile, 'a', 0o600);
  const child = spawn(programs.postgres, ['-D', place.clusterDir, ...settings(port, durability)], {
    ...place.user,
    cwd: place.home,
    // Its own session: Ctrl+C in a terminal must reach Perezvon alone, which then stops PostgreSQL last.
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  const ended = new Promise<'ended'>((resolve) => {
    child.once('exit', () => resolve('ended'));
    child.once('error', () => resolve('ended'));
  });
  await output.close();
  const ready = child.pid === undefined ? ended : waitUntilReady(place.clusterDir, child.pid);
  const outcome = await Promise.race([ended, ready]);
  if (outcome === 'ready') return child;
  if (outcome === 'late') child.kill('SIGQUIT');
  const text = (await readFile(place.logFile)).subarray(logFrom).toString('utf8');
  throw refusalFrom(text, place.logFile);
}

/** Resolves once the process is gone; 'late' after `limitMs`. */
export async function waitUntilGone(pid: number, limitMs: number): Promise<'gone' | 'late'> {
  const giveUpAt = performance.now() + limitMs;
  while (isAlive(pid)) {
    if (performance.now() > giveUpAt) return 'late';
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return 'gone';
}

/** Resolves when the postmaster with this number accepts connections, stops, ends ('gone'), or takes too long ('late'). */
export async function waitUntilReady(clusterDir: string, pid: number): Promise<'ready' | 'gone' | 'late'> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  while (isAlive(pid)) {
    const postmaster = await readPostmasterFile(clusterDir);
    if (postmaster?.pid === pid && postmaster.status === 'ready') return 'ready';
    if (performance.now() > giveUpAt) return 'late';
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return 'gone';
}

/**
 * Ports below those that systems give to outgoing connections: while PostgreSQL is down, a client that tries to reach one of
 * those may be given it as its own end, be connected to itself, and keep PostgreSQL from coming back.
 */
const PORTS = { first: 15_000, count: 17_000 };
const PORT_TRIES = 50;

/** Returns `wanted` if nothing listens there on the loopback, otherwise a port that is free now. */
export async function chooseFreePort(wanted: number | null): Promise<number> {
  if (wanted !== null && (await tryPort(wanted)) !== null) return wanted;
  for (let tries = 0; tries < PORT_TRIES; tries += 1) {
    const free = await tryPort(PORTS.first + randomInt(PORTS.count));
    if (free !== null) return free;
  }
  throw new Error('The system gives no free port on 127.0.0.1.');
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}

function settings(port: number, durability: Durability): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // The path of a socket file is limited to about 100 characters, and TCP on the loopback is enough.
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    effective_cache_size: '1GB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    random_page_cost: '1.1',
    default_statistics_target: '200',
    jit: 'off',
    io_method: 'sync',
    wal_compression: 'on',
    checkpoint_completion_target: '0.9',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Statements that fail on a constraint are the product's to log; here only PostgreSQL's own events.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(durability === 'test'
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
      : // A team that begins, or imports, gets plans for the size it has now within seconds. Not in tests: a database cannot be
        // dropped while it is looked through.
        { autovacuum_naptime: '10s' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function refusalFrom(logText: string, logFile: string): PostgresRefusedError {
  const fatal =
    logText.split('\n').find((line) => /(FATAL|PANIC):/.test(line)) ?? logText.trim().split('\n').at(-1) ?? '';
  const message = `PostgreSQL did not start: ${fatal.replace(/^.*?(FATAL|PANIC): */, '') || 'no reason given'} (see ${logFile}).`;
  if (/could not create any TCP\/IP sockets|could not bind/.test(logText))
    return new PostgresRefusedError(message, 'port-busy');
  if (/lock file "postmaster.pid"|pre-existing shared memory/.test(logText)) {
    return new PostgresRefusedError(message, 'other-postmaster');
  }
  return new PostgresRefusedError(message, 'unknown');
}
