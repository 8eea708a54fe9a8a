import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DatabaseLog } from './database-log.ts';
import { waitUntilGone } from './postgres-process.ts';

/** Shuts the server down in order, then ever harder after `limitMs` each; resolves when its process is gone. */
export async function stopPostgres(options: {
  pid: number;
  clusterDir: string;
  pgCtl: string;
  limitMs: number;
  log: DatabaseLog;
}): Promise<void> {
  const { pid, limitMs, log } = options;
  if (process.platform === 'win32') {
    await promisify(execFile)(options.pgCtl, ['stop', '-D', options.clusterDir, '-m', 'fast']);
    return;
  }
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    signalProcess(pid, name);
    if ((await waitUntilGone(pid, limitMs)) === 'gone') return;
    log.warn({ pid, signal: name }, 'PostgreSQL does not end, stopping it harder');
  }
  throw new Error(`The PostgreSQL process ${pid} cannot be stopped: end it by hand.`);
}

/** Sends a signal; a process that is already gone is fine. */
export function signalProcess(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
