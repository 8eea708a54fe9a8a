import { neverAnswer, resetConnection } from '#sandbox/retell/break-connection.ts';
import type { Context } from 'hono';
import type { OpenAiFault, OpenAiFaultKind } from './sim-schemas.ts';

type ErrorBody = { message: string; type: string; param?: string | null; code: string | null };

/** Answers with OpenAI's error shape. */
export function errorReply(status: number, error: ErrorBody, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { param: null, ...error } }, { status, headers });
}

/** The answer of a fault that stands in for the whole reply; null when the fault acts later. */
export function faultReply(c: Context, fault: OpenAiFault, closing: AbortSignal): Response | Promise<Response> | null {
  const retryAfter: Record<string, string> =
    fault.retryAfterSec === undefined ? {} : { 'retry-after': String(fault.retryAfterSec) };
  const replies: Partial<Record<OpenAiFaultKind, () => Response | Promise<Response>>> = {
    rate_limited: () =>
      errorReply(
        429,
        { message: 'Rate limit reached for requests.', type: 'requests', code: 'rate_limit_exceeded' },
        { 'x-ratelimit-remaining-requests': '0', ...retryAfter },
      ),
    slow_down: () => errorReply(429, { message: 'Please slow down.', type: 'requests', code: 'slow_down' }, retryAfter),
    insufficient_quota: () =>
      errorReply(429, {
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
    server_error: () =>
      errorReply(500, { message: 'The server had an error.', type: 'server_error', code: null }, retryAfter),
    overloaded: () =>
      errorReply(
        503,
        { message: 'The engine is currently overloaded.', type: 'server_error', code: 'server_is_overloaded' },
        retryAfter,
      ),
    unauthorized,
    error_in_200: () =>
      Response.json({
        error: { code: 502, message: 'Provider returned error', metadata: { provider_name: 'Sandbox' } },
        user_id: 'user_sandbox',
      }),
    nonsense: () => new Response('<html><body>Bad gateway</body></html>', { headers: { 'content-type': 'text/html' } }),
    respond: () => Response.json(fault.body ?? {}, { status: fault.status, headers: retryAfter }),
    never_answer: () => neverAnswer(c, closing),
    reset: () => resetConnection(c),
  };
  return replies[fault.kind]?.() ?? null;
}

export function unauthorized(): Response {
  return errorReply(401, {
    message: 'Incorrect API key provided.',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  });
}

export function invalidRequest(message: string, param: string | null = null, code: string | null = null): Response {
  return errorReply(400, { message, type: 'invalid_request_error', param, code });
}
