import type { MiddlewareHandler } from 'hono';
import { HttpProblem } from '#api/errors.ts';
import type { ApiContext, ApiEnv } from '#api/env.ts';
import type { AnyRoute } from '#api/route.ts';
import type { RateClass } from '#api/middleware/rate-limits.ts';
import { takeRate } from '#api/middleware/rate-limits.ts';
import { readJsonBody } from '#api/middleware/read-body.ts';

/** What stands before a route's handler: who calls, how often, and how large a body. */
export function guardRoute({ route, options }: AnyRoute): MiddlewareHandler<ApiEnv> {
  const access = options.access ?? 'member';
  const rateClass = options.rate ?? rateClassOf(route.method, access);
  const hasJsonBody = route.request?.body !== undefined;
  return async (c, next) => {
    c.set('route', route.path);
    const caller = access === 'member' ? await authenticate(c) : c.get('ip');
    takeRate(c, rateClass, caller);
    if (hasJsonBody) await readJsonBody(c);
    await next();
  };
}

function rateClassOf(method: string, access: string): RateClass {
  if (access === 'webhook') return 'webhook';
  return method === 'get' ? 'read' : 'write';
}

/** Sets the member's context and returns the member's id. */
async function authenticate(c: ApiContext): Promise<string> {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (token === undefined) {
    throw new HttpProblem('unauthenticated', 'Sign in first: send the header Authorization: Bearer <token>.', {
      'WWW-Authenticate': 'Bearer',
    });
  }
  const session = await c.get('verifySession')(token);
  const { actor, organizationId } = session;
  c.set('session', session);
  c.set('ctx', c.get('deps').make({ organizationId, actor, door: 'api', requestId: c.get('requestId') }));
  return actor.id;
}
