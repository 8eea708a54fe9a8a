/** The time as operations see it; tests move it. What must agree between processes uses the database's clock instead. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
