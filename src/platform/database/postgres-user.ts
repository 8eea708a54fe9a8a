import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The system user PostgreSQL runs as when Perezvon itself runs as root, which PostgreSQL refuses. */
export type PostgresUser = { uid: number; gid: number };

const PREFERRED_USERS = ['postgres', '_postgres', 'nobody'];

/**
 * Says as whom PostgreSQL must run: null for "as ourselves", otherwise the owner of an existing cluster or an
 * unprivileged system user. Fails when Perezvon is root and the system has no such user.
 */
export async function choosePostgresUser(clusterDir: string): Promise<PostgresUser | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDir).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of PREFERRED_USERS) {
    const entry = lines.find((fields) => fields[0] === name);
    const uid = Number(entry?.[2]);
    const gid = Number(entry?.[3]);
    if (entry !== undefined && uid > 0 && Number.isInteger(gid)) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL refuses to run as root and this system has neither a user "postgres" nor "nobody": ' +
      'start Perezvon as another user or set DATABASE_URL.',
  );
}

/** True when `user` can walk to `path` (or to the nearest existing folder above it) through every folder on the way. */
export async function isReachable(path: string, user: PostgresUser): Promise<boolean> {
  let folder = await nearestExisting(path);
  for (;;) {
    const { mode, uid, gid } = await stat(folder);
    const passes = uid === user.uid ? mode & 0o100 : gid === user.gid ? mode & 0o010 : mode & 0o001;
    if (!passes) return false;
    const parent = dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw error;
    return nearestExisting(parent);
  }
}
