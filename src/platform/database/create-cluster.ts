import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeClusterFolder } from './cluster-place.ts';
import type { ClusterPlace } from './cluster-place.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { isAlive } from './postmaster-file.ts';

/** How strictly commits reach the disk: 'test' trades a power failure's safety for speed. */
export type Durability = 'full' | 'test';

/** What a cluster's own folder remembers for the next start. */
export type ClusterSecrets = { adminPassword: string; password: string; port: number | null };

/** The superuser, used only to own and look after the cluster; the product works as its own ordinary role. */
export const ADMIN_ROLE = 'postgres';

const MAJOR_VERSION = '18';
const ClusterSecretsFile = z.object({
  adminPassword: z.string().min(1),
  password: z.string().min(1),
  port: z.number().int().nullable(),
});

/**
 * Makes sure that `place.clusterDir` holds an initialized cluster of this major version. A new one is built beside it and
 * renamed, so that a kill in the middle leaves nothing half-made and of two simultaneous first starts one wins.
 */
export async function ensureCluster(place: ClusterPlace, programs: PostgresBinaries, durability: Durability) {
  const version = await readFile(join(place.clusterDir, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) return createCluster(place, programs, durability);
  if (version.trim() !== MAJOR_VERSION) {
    throw new Error(
      `The database in ${place.clusterDir} was made by PostgreSQL ${version.trim()}, this Perezvon brings ${MAJOR_VERSION}: move the data with pg_dump and pg_restore.`,
    );
  }
}

/** Reads the password and the last port; rejects when the file was lost or damaged. */
export async function readClusterSecrets(clusterDir: string): Promise<ClusterSecrets> {
  const path = secretsFile(clusterDir);
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return ClusterSecretsFile.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`The password file ${path} of the embedded database is missing or damaged: restore it.`, {
      cause: error,
    });
  }
}

/** Writes the password and the port, readable only to ourselves, whole or not at all. */
export async function writeClusterSecrets(clusterDir: string, secrets: ClusterSecrets): Promise<void> {
  const unfinished = `${secretsFile(clusterDir)}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(secrets), { mode: 0o600 });
  await rename(unfinished, secretsFile(clusterDir));
}

async function createCluster(place: ClusterPlace, programs: PostgresBinaries, durability: Durability): Promise<void> {
  await mkdir(place.home, { recursive: true });
  await removeLeftovers(place.home);
  const unfinished = join(place.home, `cluster.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  const [adminPassword, password] = [newPassword(), newPassword()];
  const passwordFile = `${unfinished}.password`;
  await makeClusterFolder(unfinished, place.user);
  try {
    await writeFile(passwordFile, adminPassword, { mode: 0o600 });
    if (place.user !== null) await chown(passwordFile, place.user.uid, place.user.gid);
    await initialize(programs.initdb, unfinished, passwordFile, place, durability);
    await writeClusterSecrets(unfinished, { adminPassword, password, port: null });
    await rename(unfinished, place.clusterDir).catch(async (error: unknown) => {
      const winner = await stat(join(place.clusterDir, 'PG_VERSION')).catch(() => null);
      if (winner === null) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
  }
}

/** The built-in provider folds Cyrillic case on every system; the locale only feeds the full text search parser. */
async function initialize(
  initdb: string,
  clusterDir: string,
  passwordFile: string,
  place: ClusterPlace,
  durability: Durability,
): Promise<void> {
  const run = async (locale: string) =>
    runProgram(
      initdb,
      [
        `--pgdata=${clusterDir}`,
        `--username=${ADMIN_ROLE}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        `--locale=${locale}`,
        '--lc-messages=C',
        '--no-instructions',
        ...(durability === 'test' ? ['--no-sync'] : []),
      ],
      place,
    );
  const locales = process.platform === 'linux' ? ['C.UTF-8', 'C'] : ['en_US.UTF-8', 'C'];
  let refusal = '';
  for (const locale of locales) {
    const result = await run(locale);
    if (result.code === 0) return;
    refusal = result.output;
    if (!/invalid locale/i.test(refusal)) break;
  }
  throw new Error(`PostgreSQL could not create its data folder ${clusterDir}: ${lastLine(refusal)}`);
}

function runProgram(
  program: string,
  args: string[],
  place: ClusterPlace,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...place.user, cwd: place.home, stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = Number(/^cluster\.new-(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    await rm(join(home, name), { recursive: true, force: true });
  }
}

function newPassword(): string {
  return randomBytes(24).toString('hex');
}

function secretsFile(clusterDir: string): string {
  return join(clusterDir, 'perezvon.json');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
