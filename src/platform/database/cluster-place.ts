import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, link, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatabaseLog } from './database-log.ts';
import { choosePostgresUser, isReachable } from './postgres-user.ts';
import type { PostgresUser } from './postgres-user.ts';

/** Where the embedded PostgreSQL of one DATA_DIR lives, and as whom it runs (null: as ourselves). */
export type ClusterPlace = {
  clusterDir: string;
  home: string;
  logFile: string;
  copyHome: string;
  user: PostgresUser | null;
};

const OUTSIDE_HOMES = ['/var/lib/perezvon', '/var/tmp/perezvon'];

/**
 * Chooses the folder of the cluster: below `dataDir`, or, where PostgreSQL's user cannot reach that, in a system folder
 * named after `dataDir`. The choice is written into `dataDir` and kept. Fails when the chosen folder has disappeared.
 */
export async function chooseClusterPlace(dataDir: string, log: DatabaseLog): Promise<ClusterPlace> {
  const inside = join(dataDir, 'postgres');
  await mkdir(inside, { recursive: true });
  const pointerFile = join(inside, 'moved-to.txt');
  const pointer = (await readFile(pointerFile, 'utf8').catch(() => '')).trim();
  const home = pointer === '' ? await realpath(inside) : pointer;
  if (pointer !== '' && !(await isFolder(pointer))) {
    throw new Error(
      `The database of ${dataDir} was kept in ${pointer}, which is gone: restore it, or remove ${pointerFile} to begin with an empty database.`,
    );
  }
  const user = await choosePostgresUser(join(home, 'cluster'));
  const copyHome = pointer === '' ? join(home, 'programs') : dirname(pointer);
  if (user === null || (await isReachable(home, user))) return placeIn(home, copyHome, user);
  if (pointer !== '' || (await isFolder(join(home, 'cluster')))) {
    throw new Error(
      `PostgreSQL's user (uid ${user.uid}) can no longer reach the database in ${home}: open the folders above it with chmod o+x.`,
    );
  }
  const made = await makeOutsideHome(await realpath(dataDir));
  // Of two simultaneous first starts the one whose pointer stands decides for both.
  const pointerDraft = `${pointerFile}.${process.pid}`;
  await writeFile(pointerDraft, `${made}\n`);
  await link(pointerDraft, pointerFile).catch(() => rm(made, { recursive: true }));
  await rm(pointerDraft);
  const outside = (await readFile(pointerFile, 'utf8')).trim();
  log.info({ dataDir, movedTo: outside }, 'DATA_DIR lies in a private folder, so PostgreSQL keeps its data elsewhere');
  return placeIn(outside, dirname(outside), user);
}

/** Creates a folder that PostgreSQL's user can enter and write. */
export async function makeClusterFolder(path: string, user: PostgresUser | null): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  if (user !== null) await chown(path, user.uid, user.gid);
}

function placeIn(home: string, copyHome: string, user: PostgresUser | null): ClusterPlace {
  return { clusterDir: join(home, 'cluster'), home, logFile: join(home, 'postgres.log'), copyHome, user };
}

/** The random part keeps a DATA_DIR that was deleted and made anew from finding the database of the old one. */
async function makeOutsideHome(dataDir: string): Promise<string> {
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  let refusal: unknown;
  for (const base of OUTSIDE_HOMES) {
    try {
      const home = join(base, `${hash}-${randomBytes(3).toString('hex')}`);
      await mkdir(home, { recursive: true });
      // mkdir's mode is narrowed by the umask, which may be 077.
      await chmod(base, 0o755);
      await chmod(home, 0o755);
      const { uid } = await stat(base);
      if (uid !== 0) throw new Error(`${base} belongs to another user`);
      return home;
    } catch (error) {
      refusal = error;
    }
  }
  throw new Error(`PostgreSQL's user cannot reach ${dataDir}, and no other place is writable: set DATABASE_URL.`, {
    cause: refusal,
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
