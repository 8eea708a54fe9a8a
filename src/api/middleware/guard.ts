import type { MiddlewareHandler } from 'hono';
import { AppError } from '#platform/errors.ts';
import type { Permission } from '#domain/permissions.ts';
import { HttpProblem } from '#api/errors.ts';
import type { ApiContext, ApiEnv } from '#api/env.ts';
import type { AnyRoute } from '#api/route.ts';
import type { RateClass } from '#api/middleware/rate-limits.ts';
import { takeRate } from '#api/middleware/rate-limits.ts';
import { tagAnswer } from '#api/middleware/entity-tags.ts';
import { readBytes, readJsonBody } from '#api/middleware/read-body.ts';

/** What stands before a route's handler: who calls, how often, and how large a body. */
export function guardRoute({ route, options }: AnyRoute): MiddlewareHandler<ApiEnv> {
  const access = options.access ?? 'member';
  const rateClass = options.rate ?? rateClassOf(route.method, access);
  const { uploadBytes } = options;
  const hasJsonBody = route.request?.body !== undefined && uploadBytes === undefined && !options.streamsBody;
  const isTagged = route.method === 'get' && access === 'member';
  const asksForFreshData = access === 'member' && isSensitive({ route, options });
  return async (c, next) => {
    c.set('route', route.path);
    const caller = access === 'member' ? await authenticate(c) : c.get('ip');
    takeRate(c, rateClass, caller);
    if (asksForFreshData) requireFreshData(c);
    if (hasJsonBody) await readJsonBody(c);
    if (uploadBytes !== undefined) await readBytes(c, uploadBytes);
    const answerUnlessKnown = isTagged ? tagAnswer(c) : null;
    await next();
    answerUnlessKnown?.();
  };
}

function rateClassOf(method: string, access: string): RateClass {
  if (access === 'webhook') return 'webhook';
  return method === 'get' ? 'read' : 'write';
}

/** What a stolen or forgotten Mini App session must not do: it asks for data that Telegram signed within the hour. */
const sensitivePermissions: ReadonlySet<Permission> = new Set([
  'settings.write',
  'users.write',
  'calls.approve',
  'data.export',
  'data.exportAll',
  'data.erase',
]);
const freshMs = 3_600_000;

/** Settings, people, approvals and exports. */
function isSensitive({ route, options }: Pick<AnyRoute, 'route' | 'options'>): boolean {
  if (options.permission !== undefined && sensitivePermissions.has(options.permission)) return true;
  return /\/exports?(\/|$)/.test(route.path);
}

function requireFreshData(c: ApiContext): void {
  const { initDataAt } = c.get('session');
  if (initDataAt === null || c.get('ctx').clock.now().getTime() - initDataAt.getTime() <= freshMs) return;
  throw new AppError(
    'unauthenticated',
    'initData.tooOld',
    'This needs initData that Telegram signed within the last hour. Open the Mini App again.',
  );
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
