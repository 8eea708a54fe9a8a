import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc: unknown = runInNewContext('gc');

/** Gives everything unreachable back. */
export function collectGarbage(): void {
  if (typeof gc === 'function') gc();
}

/** Bytes of memory this process holds after everything unreachable was given back. */
export function residentBytes(): number {
  for (let pass = 0; pass < 3; pass += 1) collectGarbage();
  return process.memoryUsage.rss();
}
