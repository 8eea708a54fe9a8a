import type { MiddlewareHandler } from 'hono';
import { Histogram } from 'prom-client';
import { createSessions } from '#api/auth/sessions.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { ApiEnv } from '#api/env.ts';
import { createAddressReader } from '#api/middleware/client-address.ts';
import { createRateLimiter, takeRate } from '#api/middleware/rate-limits.ts';
import { requestIdOf } from '#api/middleware/request-id.ts';

const quietRoutes = new Set(['/api/health', '/api/health/ready', '/metrics']);

/**
 * Gives each request its id, its dependencies and the headers that every answer carries, and leaves one log line without
 * bodies or queries.
 */
export function beginRequest(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  const addressOf = createAddressReader(deps.config.trustedProxies);
  const limiter = createRateLimiter(deps.config.rateLimits);
  const verifySession = createSessions(deps.make, deps.config.tokens);
  const isHttps = deps.make.runtime.publicUrl.startsWith('https:');
  const duration = new Histogram({
    name: 'perezvon_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [deps.metrics],
  });
  return async (c, next) => {
    const startedMs = performance.now();
    const requestId = requestIdOf(c.req.header('x-request-id'));
    c.set('requestId', requestId);
    c.set('deps', deps);
    c.set('limiter', limiter);
    c.set('verifySession', verifySession);
    c.set('route', 'unmatched');
    c.set('ip', addressOf(c.env?.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for')));
    c.header('X-Request-Id', requestId);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    c.header('Cross-Origin-Resource-Policy', 'same-site');
    c.header('Cache-Control', 'no-store');
    if (isHttps) c.header('Strict-Transport-Security', 'max-age=31536000');
    await next();
    const route = c.get('route');
    const status = c.res.status;
    const elapsedMs = performance.now() - startedMs;
    duration.observe({ method: c.req.method, route, status }, elapsedMs / 1_000);
    const level = quietRoutes.has(route) && status < 500 ? 'debug' : 'info';
    deps.log[level](
      { requestId, method: c.req.method, route, status, durationMs: Math.round(elapsedMs * 10) / 10 },
      'request',
    );
  };
}

/** Counts everything that comes from one address, also what no route answers. */
export const limitAddress: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (!c.req.path.startsWith('/api/webhooks/')) takeRate(c, 'address', c.get('ip'));
  await next();
};
