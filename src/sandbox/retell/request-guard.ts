import type { Context, Handler } from 'hono';
import { delay, neverAnswer, resetConnection } from './break-connection.ts';
import type { HttpFault, RETELL_ROUTES } from './sim-schemas.ts';
import { createUseUpQueue } from './use-up-queue.ts';
import type { UseUpQueue } from './use-up-queue.ts';

export type RetellRoute = (typeof RETELL_ROUTES)[number];
export type RecordedRequest = {
  route: RetellRoute;
  method: string;
  path: string;
  body: string;
  atMs: number;
  status: number;
};

const KEPT_REQUESTS = 5000;

export type RequestGuard = {
  /** Wraps a route: bearer check, then the next fault waiting for it, then the handler; the request is recorded. */
  wrap(
    route: RetellRoute,
    handler: (c: Context) => Response | Promise<Response>,
    options?: { isOpen: boolean },
  ): Handler;
  faults: UseUpQueue<HttpFault>;
  requests: () => RecordedRequest[];
  clear: () => void;
};

/** Creates the one entry of all provider routes. */
export function createRequestGuard(apiKey: string, closing: AbortSignal): RequestGuard {
  const faults = createUseUpQueue<HttpFault>();
  let requests: RecordedRequest[] = [];
  return {
    faults,
    requests: () => [...requests],
    clear() {
      faults.clear();
      requests = [];
    },
    wrap: (route, handler, options) => async (c) => {
      const body = c.req.method === 'GET' ? '' : await c.req.text();
      const entry: RecordedRequest = {
        route,
        method: c.req.method,
        path: c.req.path,
        body,
        atMs: Date.now(),
        status: 0,
      };
      requests = [...requests.slice(1 - KEPT_REQUESTS), entry];
      const response = await answer();
      entry.status = response.status;
      return response;

      async function answer(): Promise<Response> {
        if (!options?.isOpen && c.req.header('authorization') !== `Bearer ${apiKey}`) {
          return problem(c, 401, 'Invalid API Key');
        }
        const fault = faults.take((waiting) => waiting.route === route || waiting.route === '*');
        if (!fault) return handler(c);
        if (fault.afterEffect) await handler(c);
        await delay(fault.latencyMs, closing);
        if (fault.kind === 'hang') return neverAnswer(c, closing);
        if (fault.kind === 'reset') return resetConnection(c);
        return faultResponse(fault) ?? handler(c);
      }
    },
  };
}

/** Answers with the provider's error shape. */
export function problem(c: Context, status: 400 | 401 | 402 | 403 | 404 | 422 | 429 | 500, message: string): Response {
  return c.json({ status: 'error', message }, status);
}

function faultResponse(fault: HttpFault): Response | undefined {
  if (fault.status === undefined && fault.body === undefined && fault.text === undefined) return undefined;
  const status = fault.status ?? 200;
  const headers = new Headers(fault.headers);
  if (fault.retryAfterSec !== undefined) headers.set('retry-after', String(fault.retryAfterSec));
  if (fault.text !== undefined) {
    if (!headers.has('content-type')) headers.set('content-type', 'text/html; charset=utf-8');
    return new Response(fault.text, { status, headers });
  }
  headers.set('content-type', 'application/json');
  const body = fault.body ?? {
    status: 'error',
    message: status === 429 ? 'Too many requests' : 'Internal Server Error',
  };
  return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
}
