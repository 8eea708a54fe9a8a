import { realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { ClusterPlace } from './cluster-place.ts';
import type { Durability } from './create-cluster.ts';
import type { DatabaseLog } from './database-log.ts';
import { connectAsOwner, DataDirInUseError } from './owner-connection.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { chooseFreePort, launchPostgres, PostgresRefusedError, waitUntilReady } from './postgres-process.ts';
import { findPostmaster, isAlive } from './postmaster-file.ts';
import { stopPostgres } from './stop-postgres.ts';

/** What is needed to run one cluster. */
export type Cluster = {
  place: ClusterPlace;
  programs: PostgresBinaries;
  durability: Durability;
  dataDir: string;
  adminPassword: string;
  log: DatabaseLog;
};

/** A server that accepts connections, and the connection that makes us its owner. */
export type RunningPostgres = { pid: number; port: number; adopted: boolean; owner: Client };

const START_ATTEMPTS = 40;
const RETRY_MS = 50;
const RECOVERY_LIMIT_MS = 300_000;
const UNRESPONSIVE_STOP_MS = 5_000;
const WRONG_PASSWORD = '28P01';
const CANNOT_CONNECT_NOW = '57P03';

/**
 * Takes over the server that runs on the cluster or starts one. The port gives way to a free one when it is busy, unless
 * `fixed`. Throws DataDirInUseError when the running server has a living owner.
 */
export async function bringUp(
  cluster: Cluster,
  wanted: { port: number | null; fixed: boolean },
): Promise<RunningPostgres> {
  const { place, log } = cluster;
  let { port } = wanted;
  for (let attempt = 1; ; attempt++) {
    const found = await adopt(cluster);
    if (found !== null) return found;
    if (port === null || !wanted.fixed) port = await chooseFreePort(port);
    try {
      const child = await launchPostgres(place, cluster.programs, port, cluster.durability);
      const pid = child.pid ?? 0;
      child.once('exit', (code, signal) => log.info({ pid, code, signal }, 'The embedded PostgreSQL exited'));
      return { pid, port, adopted: false, owner: await own(cluster, port) };
    } catch (error) {
      const mayPass = error instanceof PostgresRefusedError && error.reason !== 'unknown';
      if (!mayPass || attempt >= START_ATTEMPTS) throw error;
      if (error.reason === 'port-busy' && !wanted.fixed) port = null;
      // The other start of this moment, or the last sessions of a killed server, need a moment to settle.
      await delay(RETRY_MS);
    }
  }
}

/** Returns the live server of our folder, owned; null when there is none (any more). One that never answers is stopped. */
async function adopt(cluster: Cluster): Promise<RunningPostgres | null> {
  const { clusterDir } = cluster.place;
  const giveUpAt = performance.now() + RECOVERY_LIMIT_MS;
  for (;;) {
    const found = await findPostmaster(clusterDir);
    if (found === null) return null;
    const { pid } = found;
    if ((await waitUntilReady(clusterDir, pid)) === 'gone') continue;
    const { port } = (await findPostmaster(clusterDir)) ?? found;
    try {
      return { pid, port, adopted: true, owner: await ownHere(cluster, port) };
    } catch (error) {
      if (error instanceof DataDirInUseError) throw error;
      if (hasCode(error, WRONG_PASSWORD)) throw refusedPassword(clusterDir, pid, error);
      const recovers = isCrashing(error) && performance.now() < giveUpAt;
      if (recovers || !isAlive(pid)) {
        await delay(RETRY_MS);
        continue;
      }
      cluster.log.warn({ err: error, pid }, 'The PostgreSQL found on our folder does not answer, so it is stopped');
      const { pgCtl } = cluster.programs;
      await stopPostgres({ pid, clusterDir, pgCtl, limitMs: UNRESPONSIVE_STOP_MS, log: cluster.log });
    }
  }
}

function own({ adminPassword, dataDir }: Cluster, port: number): Promise<Client> {
  return connectAsOwner({ port, password: adminPassword, dataDir });
}

async function ownHere(cluster: Cluster, port: number): Promise<Client> {
  const owner = await own(cluster, port);
  const { rows } = await owner.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  const folder = await realpath(rows[0]?.folder ?? '').catch(() => '');
  if (folder === (await realpath(cluster.place.clusterDir))) return owner;
  await owner.end();
  throw new Error(`Port ${port} is answered by a PostgreSQL of another folder.`);
}

function refusedPassword(clusterDir: string, pid: number, cause: unknown): Error {
  return new Error(
    `The PostgreSQL that runs on ${clusterDir} (process ${pid}) refuses the password kept there: stop it and restore perezvon.json.`,
    { cause },
  );
}

/** A server whose session crashed throws everybody out and comes back by itself: nothing to be stopped for. */
function isCrashing(error: unknown): boolean {
  const codes = [CANNOT_CONNECT_NOW, '57P01', '57P02', 'ECONNRESET', 'EPIPE'];
  if (codes.some((code) => hasCode(error, code))) return true;
  return error instanceof Error && error.message.startsWith('Connection terminated unexpectedly');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
