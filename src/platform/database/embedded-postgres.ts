import { setTimeout as delay } from 'node:timers/promises';
import { escapeLiteral } from 'pg';
import type { Client } from 'pg';
import { bringUp } from './bring-up.ts';
import { chooseClusterPlace } from './cluster-place.ts';
import { ensureCluster, readClusterSecrets, writeClusterSecrets } from './create-cluster.ts';
import type { Durability } from './create-cluster.ts';
import type { DatabaseLog } from './database-log.ts';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import { signalProcess, stopPostgres } from './stop-postgres.ts';

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
  /** Address of the database `perezvon` for its owner, an ordinary role that may also create databases. */
  url: string;
  port: number;
  /** True when the server of a killed Perezvon was found alive and taken over. */
  adopted: boolean;
  /** Shuts PostgreSQL down in order; resolves when it is gone. */
  stop(): Promise<void>;
};

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
  const { clusterDir } = place;
  const programs = await preparePostgresBinaries({ user: place.user, copyHome: place.copyHome, log });
  await ensureCluster(place, programs, durability);
  const secrets = await readClusterSecrets(clusterDir);
  const cluster = { place, programs, durability, dataDir, adminPassword: secrets.adminPassword, log };

  let running = await bringUp(cluster, { port: options.port ?? secrets.port, fixed: false });
  const { port, adopted } = running;
  const signalAtExit = () => signalProcess(running.pid, 'SIGINT');
  if (process.platform !== 'win32') process.on('exit', signalAtExit);
  if (port !== secrets.port) await writeClusterSecrets(clusterDir, { ...secrets, port });
  await createDatabase(running.owner, secrets.password);

  const stopRequest = new AbortController();
  let restarted = Promise.resolve();
  const restart = async () => {
    log.warn({ pid: running.pid }, 'Lost the embedded PostgreSQL, bringing it back');
    for (let delayMs = RESTART_DELAY_MIN_MS; ; delayMs = Math.min(delayMs * 2, RESTART_DELAY_MAX_MS)) {
      if (stopRequest.signal.aborted) return;
      try {
        running = await bringUp(cluster, { port, fixed: true });
        log.info({ pid: running.pid, port }, 'The embedded PostgreSQL is back');
        return watch();
      } catch (error) {
        log.error({ err: error, nextTryMs: delayMs }, 'The embedded PostgreSQL did not come back');
        await delay(delayMs, undefined, { signal: stopRequest.signal }).catch(() => undefined);
      }
    }
  };
  // The owner's connection ends with the server, whoever started it: a child's exit event would miss adopted ones.
  const watch = () => {
    running.owner.once('end', () => {
      if (!stopRequest.signal.aborted) restarted = restart();
    });
  };
  watch();

  let stopped: Promise<void> | null = null;
  const stop = async () => {
    stopRequest.abort();
    await restarted;
    await running.owner.end();
    await stopPostgres({ pid: running.pid, clusterDir, pgCtl: programs.pgCtl, limitMs: STOP_LIMIT_MS, log });
    process.off('exit', signalAtExit);
  };
  log.info({ port, adopted, folder: clusterDir }, 'The embedded PostgreSQL is ready');
  return {
    url: `postgresql://perezvon:${secrets.password}@127.0.0.1:${port}/perezvon`,
    port,
    adopted,
    stop: () => (stopped ??= stop()),
  };
}

async function createDatabase(owner: Client, password: string): Promise<void> {
  const { rowCount } = await owner.query(`SELECT 1 FROM pg_database WHERE datname = 'perezvon'`);
  if (rowCount !== 0) return;
  const { rowCount: roleCount } = await owner.query(`SELECT 1 FROM pg_roles WHERE rolname = 'perezvon'`);
  if (roleCount === 0) {
    await owner.query(`CREATE ROLE perezvon LOGIN CREATEDB PASSWORD ${escapeLiteral(password)}`);
  }
  await owner.query('CREATE DATABASE perezvon OWNER perezvon');
}
