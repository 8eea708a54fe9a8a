import { HttpProblem } from '#api/errors.ts';
import type { ApiContext } from '#api/env.ts';

/** Requests per minute. `address` counts everything of one client address; the others count per member or address. */
export interface RateLimits {
  address: number;
  read: number;
  write: number;
  /** Sign-in, registration and other guesses at secrets. */
  secret: number;
  webhook: number;
  health: number;
}
export type RateClass = Exclude<keyof RateLimits, 'address'>;

export const defaultRateLimits: RateLimits = {
  address: 30_000,
  read: 12_000,
  write: 3_000,
  secret: 60,
  webhook: 120_000,
  health: 6_000,
};

/** The default limits times `scale`, each at least one request a minute. */
export function scaledRateLimits(scale: number): RateLimits {
  const scaled = (limit: number) => Math.max(1, Math.round(limit * scale));
  return {
    address: scaled(defaultRateLimits.address),
    read: scaled(defaultRateLimits.read),
    write: scaled(defaultRateLimits.write),
    secret: scaled(defaultRateLimits.secret),
    webhook: scaled(defaultRateLimits.webhook),
    health: scaled(defaultRateLimits.health),
  };
}

const windowMs = 60_000;
/** Above this many keys in a minute the rest share one count: memory stays bounded under a flood of addresses. */
const maxKeys = 50_000;

export interface RateDecision {
  limit: number;
  remaining: number;
  resetSec: number;
}

export interface RateLimiter {
  take(rateClass: keyof RateLimits, key: string): RateDecision;
}

/** Counts requests in windows of one minute, in this process. */
export function createRateLimiter(limits: Partial<RateLimits> = {}, nowMs: () => number = Date.now): RateLimiter {
  const all = { ...defaultRateLimits, ...limits };
  let windowStart = 0;
  let counts = new Map<string, number>();
  return {
    take(rateClass, key) {
      const now = nowMs();
      if (now - windowStart >= windowMs) {
        windowStart = now;
        counts = new Map();
      }
      const wanted = `${rateClass} ${key}`;
      const name = counts.has(wanted) || counts.size < maxKeys ? wanted : `${rateClass} others`;
      const used = (counts.get(name) ?? 0) + 1;
      counts.set(name, used);
      const limit = all[rateClass];
      return {
        limit,
        remaining: limit - used,
        resetSec: Math.max(1, Math.ceil((windowStart + windowMs - now) / 1_000)),
      };
    },
  };
}

/** Counts the request, writes the RateLimit headers, and refuses it when the minute's share is used up. */
export function takeRate(c: ApiContext, rateClass: keyof RateLimits, key: string): void {
  const { limit, remaining, resetSec } = c.get('limiter').take(rateClass, key);
  const headers = {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(Math.max(0, remaining)),
    'RateLimit-Reset': String(resetSec),
    // The names of the draft that became a standard; the three above are what older clients read.
    'RateLimit-Policy': `"${rateClass}";q=${limit};w=${windowMs / 1_000}`,
    RateLimit: `"${rateClass}";r=${Math.max(0, remaining)};t=${resetSec}`,
  };
  if (remaining < 0) {
    throw new HttpProblem(
      'rate_limited',
      `Too many requests: ${limit} in a minute are allowed. Try again in ${resetSec} s.`,
      {
        ...headers,
        'Retry-After': String(resetSec),
      },
    );
  }
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
}
