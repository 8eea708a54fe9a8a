import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Bytes of memory this process holds after everything unreachable was given back. */
export function residentBytes(): number {
  if (typeof collectGarbage === 'function') for (let pass = 0; pass < 3; pass += 1) collectGarbage();
  return process.memoryUsage.rss();
}
