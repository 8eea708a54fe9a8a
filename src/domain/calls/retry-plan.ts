import { retryPauseMinutes, uncountedOutcomes } from '#domain/calls/call-outcome.ts';
import type { CallOutcome } from '#domain/calls/call-outcome.ts';

/** Tries that the person never noticed are free, but not without end. */
const mostUncountedTries = 3;

export interface FinishedTry {
  outcome: string | null;
}

/**
 * When the same approved request may be dialled again after a try that ended like this; null when it may not: another kind
 * of end, all tries used, or the window closes first.
 */
export function planRetry(given: {
  outcome: CallOutcome;
  endedAt: Date;
  /** Tries that reached the provider, this one included. */
  tries: FinishedTry[];
  maxAttempts: number;
  windowEnd: Date;
}): Date | null {
  const pauseMinutes = retryPauseMinutes[given.outcome];
  if (pauseMinutes === undefined) return null;
  const uncounted: ReadonlySet<string> = uncountedOutcomes;
  const counted = given.tries.filter((done) => done.outcome === null || !uncounted.has(done.outcome)).length;
  if (counted >= given.maxAttempts || given.tries.length - counted > mostUncountedTries) return null;
  const at = new Date(given.endedAt.getTime() + pauseMinutes * 60_000);
  return at < given.windowEnd ? at : null;
}
