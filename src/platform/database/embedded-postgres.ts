import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { realpath } from 'node:fs/promises';
import type pg from 'pg';
import { chooseClusterPlace } from './cluster-place.ts';
import type { ClusterPlace } from './cluster-place.ts';
import { ensureCluster, readClusterSecrets, writeClusterSecrets } from './create-cluster.ts';
import type { Durability } from './create-cluster.ts';
import type { DatabaseLog } from './database-log.ts';
import { connectAsOwner, DataDirInUseError } from './owner-connection.ts';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import {
  chooseFreePort,
  launchPostgres,
  PostgresRefusedError,
  waitUntilGone,
  waitUntilReady,
} from './postgres-process.ts';
import { findPostmaster } from './postmaster-file.ts';

export { DataDirInUseError } from './owner-connection.ts';

export type EmbeddedPostgresOptions = {
  /** The product's DATA_DIR; the cluster goes into its folder `postgres`. */
  dataDir: string;
  /** Preferred port; without it the one of the last start. A busy port is replaced by a free one. */
  port?: number;
  /** 'test' gives up safety against a power failure for speed. Default 'full'. */
  durability?: Durability;
  log: DatabaseLog;
};

export type EmbeddedPostgres = {
  url: string;
  port: number;
  /** True when the server of a killed Perezvon was found alive and taken over. */
  adopted: boolean;
  /** Shuts PostgreSQL down in order; resolves when it is gone. */
  stop(): Promise<void>;
};

type Cluster = {
  place: ClusterPlace;
  programs: PostgresBinaries;
  durability: Durability;
  dataDir: string;
  log: DatabaseLog;
};
type Running = { pid: number; port: number; child: ChildProcess | null; owner: pg.Client };

const START_ATTEMPTS = 40;
const RETRY_MS = 50;
const STOP_LIMIT_MS = 30_000;
const RESTART_DELAY_MIN_MS = 100;
const RESTART_DELAY_MAX_MS = 10_000;

/**
 * Starts (or takes over) the PostgreSQL of `dataDir`, creating it at the first start, and keeps it running until `stop`:
 * a server that dies is started again on the same port. Throws DataDirInUseError when a live Perezvon already has it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, durability = 'full' } = options;
  const place = await chooseClusterPlace(dataDir, log);
  const programs = await preparePostgresBinaries({ user: place.user, copyHome: place.copyHome, log });
  await ensureCluster(place, programs, durability);
  const cluster = { place, programs, durability, dataDir, log };
  const secrets = await readClusterSecrets(place.clusterDir);
  let running = await bringUp(cluster, secrets.password, { port: options.port ?? secrets.port, fixed: false });
  const { port } = running;
  if (port !== secrets.port) await writeClusterSecrets(place.clusterDir, { ...secrets, port });
  await createDatabase(running.owner);

  let stopping: Promise<void> | null = null;
  let restarting: Promise<void> | null = null;
  const watch = () => running.owner.once('end', () => void (restarting = stopping === null ? restart() : null));
  const restart = async () => {
    log.warn({ pid: running.pid }, 'Lost the embedded PostgreSQL, bringing it back');
    for (let delayMs = RESTART_DELAY_MIN_MS; stopping === null; delayMs = Math.min(delayMs * 2, RESTART_DELAY_MAX_MS)) {
      try {
        running = await bringUp(cluster, secrets.password, { port, fixed: true });
        log.info({ pid: running.pid, port }, 'The embedded PostgreSQL is back');
        return void watch();
      } catch (error) {
        log.error({ err: error, nextTryMs: delayMs }, 'The embedded PostgreSQL did not come back');
        await delay(delayMs);
      }
    }
  };
  watch();
  const stopAtExit = () => void signal(running.pid, 'SIGINT');
  if (process.platform !== 'win32') process.on('exit', stopAtExit);
  log.info({ port, adopted: running.child === null, folder: place.clusterDir }, 'The embedded PostgreSQL is ready');
  return {
    url: `postgresql://perezvon:${secrets.password}@127.0.0.1:${port}/perezvon`,
    port,
    adopted: running.child === null,
    stop: () =>
      (stopping ??= (async () => {
        await restarting;
        await stopPostgres(cluster, running);
        process.off('exit', stopAtExit);
      })()),
  };
}

async function bringUp(
  cluster: Cluster,
  password: string,
  wanted: { port: number | null; fixed: boolean },
): Promise<Running> {
  const { place } = cluster;
  let port = wanted.port;
  for (let attempt = 1; ; attempt++) {
    const found = await adopt(cluster, password);
    if (found !== null) return found;
    if (port === null || !wanted.fixed) port = await chooseFreePort(port);
    try {
      const child = await launchPostgres(place, cluster.programs, port, cluster.durability);
      const pid = child.pid ?? 0;
      child.once('exit', (code, signalName) =>
        cluster.log.info({ pid, code, signal: signalName }, 'PostgreSQL exited'),
      );
      return { pid, port, child, owner: await connectAsOwner({ port, password, dataDir: cluster.dataDir }) };
    } catch (error) {
      const mayPass = error instanceof PostgresRefusedError && error.reason !== 'unknown';
      if (!mayPass || attempt >= START_ATTEMPTS) throw error;
      if (error.reason === 'port-busy' && !wanted.fixed) port = null;
      // The other start of this moment, or the last sessions of a killed server, need a moment to settle.
      await delay(RETRY_MS);
    }
  }
}

/** Takes over a live server on our folder; null when there is none (any more). */
async function adopt(cluster: Cluster, password: string): Promise<Running | null> {
  const { clusterDir } = cluster.place;
  const found = await findPostmaster(clusterDir);
  if (found === null) return null;
  if (found.status === 'stopping') {
    await waitUntilGone(found.pid, STOP_LIMIT_MS);
    return null;
  }
  if ((await waitUntilReady(clusterDir, found.pid)) === 'gone') return null;
  const { port, pid } = (await findPostmaster(clusterDir)) ?? found;
  try {
    const owner = await connectAsOwner({ port, password, dataDir: cluster.dataDir });
    const { rows } = await owner.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
    if (rows[0] !== undefined && (await realpath(rows[0].folder)) === (await realpath(clusterDir))) {
      return { pid, port, child: null, owner };
    }
    await owner.end();
    throw new Error(`Port ${port} is answered by a PostgreSQL of another folder.`);
  } catch (error) {
    if (error instanceof DataDirInUseError) throw error;
    if (hasCode(error, '28P01')) {
      throw new Error(
        `The PostgreSQL that runs on ${clusterDir} (process ${pid}) refuses our password: stop it and restore the password.`,
        {
          cause: error,
        },
      );
    }
    cluster.log.warn({ err: error, pid }, 'The PostgreSQL found on our folder does not answer, so it is stopped');
    await shutDown(cluster, pid);
    return null;
  }
}

async function createDatabase(owner: pg.Client): Promise<void> {
  const { rowCount } = await owner.query(`SELECT 1 FROM pg_database WHERE datname = 'perezvon'`);
  if (rowCount === 0) await owner.query('CREATE DATABASE perezvon');
}

async function stopPostgres(cluster: Cluster, running: Running): Promise<void> {
  await running.owner.end().catch(() => undefined);
  await shutDown(cluster, running.pid);
}

async function shutDown(cluster: Cluster, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await promisify(execFile)(cluster.programs.pgCtl, ['stop', '-D', cluster.place.clusterDir, '-m', 'fast']);
    return;
  }
  signal(pid, 'SIGINT');
  if ((await waitUntilGone(pid, STOP_LIMIT_MS)) === 'gone') return;
  cluster.log.warn({ pid }, 'PostgreSQL did not shut down in time, stopping it at once');
  signal(pid, 'SIGQUIT');
  if ((await waitUntilGone(pid, STOP_LIMIT_MS)) === 'late') signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
