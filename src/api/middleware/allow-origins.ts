import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '#api/env.ts';

const allowedHeaders = 'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id';
const exposedHeaders =
  'ETag, X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit, RateLimit-Policy, Idempotency-Replayed';

/**
 * Lets browsers call from the listed origins. Hono's own middleware writes into the response before it exists, which makes
 * the general headers win over those of a route; this one leaves routes the last word.
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler<ApiEnv> {
  const allowed = new Set(origins);
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin === undefined) return next();
    c.header('Vary', 'Origin');
    const isPreflight = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (allowed.has(origin)) {
      c.header('Access-Control-Allow-Origin', origin);
      c.header('Access-Control-Expose-Headers', exposedHeaders);
      if (isPreflight) {
        c.header('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
        c.header('Access-Control-Allow-Headers', allowedHeaders);
        c.header('Access-Control-Max-Age', '600');
      }
    }
    return isPreflight ? c.body(null, 204) : next();
  };
}
