import { readFileSync, readdirSync } from 'node:fs';
import { chooseClusterPlace } from '#platform/database/cluster-place.ts';
import { findPostmaster } from '#platform/database/postmaster-file.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The process number of the PostgreSQL that a product keeps in its DATA_DIR; throws when none runs. */
export async function postmasterOf(dataDir: string): Promise<number> {
  const { clusterDir } = await chooseClusterPlace(dataDir, quiet);
  const found = await findPostmaster(clusterDir);
  if (!found) throw new Error('PostgreSQL does not run.');
  return found.pid;
}

/** Sends a signal to PostgreSQL and every process it has started. */
export function signalAll(postmaster: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  // The parent first when stopping, so that it starts nobody anew; last when going on.
  const family = [postmaster, ...childrenOf(postmaster)];
  for (const pid of name === 'SIGSTOP' ? family : family.toReversed()) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended between the two looks.
    }
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]) === parent;
      } catch {
        return false;
      }
    })
    .map(Number);
}
