import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What PostgreSQL writes about itself into its data folder while it runs. */
export type Postmaster = { pid: number; port: number; status: string };

/** Reads `postmaster.pid`; null when there is none or it is still being written. */
export async function readPostmasterFile(clusterDir: string): Promise<Postmaster | null> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return null;
  return { pid, port: Number(lines[3] ?? 0), status: lines[7] ?? 'starting' };
}

/**
 * Returns the PostgreSQL that runs on this data folder, or null. A `postmaster.pid` left by a process that is gone, or
 * whose number now belongs to some other program, is removed: PostgreSQL itself would refuse to start over the latter.
 */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const postmaster = await readPostmasterFile(clusterDir);
  if (postmaster === null) return null;
  if (isAlive(postmaster.pid) && (await isPostgresOf(postmaster.pid, clusterDir))) return postmaster;
  const again = await readPostmasterFile(clusterDir);
  if (again?.pid === postmaster.pid) await rm(join(clusterDir, 'postmaster.pid'), { force: true });
  return null;
}

/** True while a process with this number runs, whoever owns it; one that ended but was not yet collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// In a container the first process often collects no orphans, so that an adopted server stays behind as a zombie.
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    // It ended between the two looks.
    return true;
  }
}

async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return command.includes(await realpath(clusterDir));
  }
  const found = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return found.stdout.includes(await realpath(clusterDir));
}
