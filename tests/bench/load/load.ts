import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { spreadOf } from '../statistics.ts';
import type { Spread } from '../statistics.ts';

export interface LoadPlan {
  port: number;
  /** Whole requests as text; taken in order, again and again unless `once`. */
  requests: string[];
  once?: boolean;
  connections: number;
  durationMs: number;
  /** Requests per second whatever the answers do; as fast as they are answered when absent. */
  ratePerSec?: number;
}

export interface LoadResult {
  timesMs: Float64Array;
  statuses: Record<number, number>;
  elapsedMs: number;
}

export interface Measured {
  perSec: number;
  times: Spread;
}

export interface LoadGenerator {
  /** Throws unless every answer had the expected status: a fast refusal is no speed. */
  run(plan: LoadPlan, expectedStatus: number): Promise<Measured>;
  close(): Promise<void>;
}

/** A generator of HTTP load in a thread of its own. */
export function createLoadGenerator(): LoadGenerator {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url));
  return {
    async run(plan, expectedStatus) {
      worker.postMessage(plan);
      const [message] = (await once(worker, 'message')) as [{ result: LoadResult } | { error: string }];
      if ('error' in message) throw new Error(`The load could not be made: ${message.error}`);
      const { timesMs, statuses, elapsedMs } = message.result;
      const wrong = Object.keys(statuses).filter((status) => Number(status) !== expectedStatus);
      if (wrong.length > 0 || timesMs.length === 0) {
        throw new Error(`Expected only ${expectedStatus}, but the answers were ${JSON.stringify(statuses)}.`);
      }
      return { perSec: (timesMs.length / elapsedMs) * 1_000, times: spreadOf(timesMs) };
    },
    close: async () => void (await worker.terminate()),
  };
}
