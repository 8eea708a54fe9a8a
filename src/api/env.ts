import type { IncomingMessage } from 'node:http';
import type { Context as HonoContext } from 'hono';
import type { Context } from '#domain/context.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { RateLimiter } from '#api/middleware/rate-limits.ts';
import type { VerifiedAccess } from '#domain/auth/verify-access-token.ts';
import type { VerifySession } from '#api/auth/sessions.ts';

/** What a request carries on its way through the middleware. */
export interface ApiEnv {
  Bindings: { incoming?: IncomingMessage };
  Variables: {
    deps: ApiDeps;
    limiter: RateLimiter;
    verifySession: VerifySession;
    requestId: string;
    /** The client's address as far as it can be believed. */
    ip: string;
    /** The path pattern of the matched route. */
    route: string;
    /** The acting member's context; set by authentication. */
    ctx: Context;
    /** The session of the request's token. */
    session: VerifiedAccess;
  };
}

export type ApiContext = HonoContext<ApiEnv>;
