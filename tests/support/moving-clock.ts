import type { Clock } from '#platform/clock.ts';

/** A clock that tests move; it stands still between moves. */
export interface MovingClock extends Clock {
  set(at: Date | string): void;
  advance(milliseconds: number): void;
}

/** A clock that starts at the real time, or at `start`. */
export function createMovingClock(start: Date = new Date()): MovingClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    set: (at) => void (nowMs = new Date(at).getTime()),
    advance: (milliseconds) => void (nowMs += milliseconds),
  };
}
