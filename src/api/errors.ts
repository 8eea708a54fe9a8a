import { z } from '@hono/zod-openapi';
import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, ProviderError } from '#platform/errors.ts';
import type { ErrorCode, FieldProblem } from '#platform/errors.ts';
import { isPassingDatabaseError } from '#platform/database/retry.ts';
import type { ApiContext, ApiEnv } from '#api/env.ts';

/** The product's codes and those that only HTTP knows. */
export type ApiErrorCode = ErrorCode | 'bad_request' | 'method_not_allowed' | 'unsupported_media_type';

/** The one table from a code to its HTTP status. */
export const statusOfCode = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  stale: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  rate_limited: 429,
  internal: 500,
  not_implemented: 501,
  provider_failed: 502,
  service_not_connected: 503,
  unavailable: 503,
} as const satisfies Record<ApiErrorCode, ContentfulStatusCode>;

/** The one shape of every refusal. */
export const Problem = z
  .object({
    code: z.string(),
    message: z.string().describe('An English sentence: what is wrong and the way out.'),
    reason: z.string().optional().describe('A stable key of what was refused, such as `lead.changedMeanwhile`.'),
    requestId: z.string().describe('Name this when you ask for help; it is in our logs.'),
    fields: z.array(z.object({ field: z.string(), problem: z.string() })).optional(),
    mergedIntoId: z.string().optional().describe('The record into which the one asked for was merged.'),
  })
  .openapi('Problem');

/** A refusal that only HTTP knows, such as a malformed body. */
export class HttpProblem extends Error {
  readonly code: ApiErrorCode;
  readonly headers: Record<string, string>;

  constructor(code: ApiErrorCode, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'HttpProblem';
    this.code = code;
    this.headers = headers;
  }
}

/** Answers any thrown error in the one shape; what nobody expected is logged whole and told in one bland sentence. */
export const answerError: ErrorHandler<ApiEnv> = (error, c) => {
  if (error instanceof HttpProblem) return answerProblem(c, error.code, error.message, { headers: error.headers });
  if (error instanceof AppError) return answerProblem(c, error.code, error.message, appErrorOptions(error, c));
  if (error instanceof HTTPException) return answerHttpException(error, c);
  if (error instanceof ProviderError) {
    logOf(c).warn({ requestId: c.get('requestId'), provider: error.provider, detail: error.detail }, error.message);
    return answerProblem(
      c,
      'provider_failed',
      `${error.provider} could not do this now (${error.detail}). Try again later.`,
    );
  }
  if (isPassingDatabaseError(error)) {
    logOf(c).warn({ requestId: c.get('requestId'), err: error }, 'the database could not answer');
    return answerProblem(c, 'unavailable', 'The server is busy. Try again in a few seconds.', {
      headers: { 'Retry-After': '2' },
    });
  }
  logOf(c).error({ requestId: c.get('requestId'), err: error }, 'a request failed unexpectedly');
  return answerProblem(
    c,
    'internal',
    'Something went wrong on our side. Try again; if it stays, name the request id to support.',
  );
};

/** A response in the error shape. */
export function answerProblem(
  c: ApiContext,
  code: ApiErrorCode,
  message: string,
  options: {
    reason?: string;
    fields?: FieldProblem[];
    headers?: Record<string, string>;
    status?: ContentfulStatusCode;
    mergedIntoId?: string;
  } = {},
): Response {
  const body = {
    code,
    message,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    requestId: c.get('requestId'),
    ...(options.fields?.length ? { fields: options.fields } : {}),
    ...(options.mergedIntoId === undefined ? {} : { mergedIntoId: options.mergedIntoId }),
  };
  return c.json(body, options.status ?? statusOfCode[code], options.headers);
}

function appErrorOptions(error: AppError, c: ApiContext) {
  const headers: Record<string, string> = {};
  if (error.code === 'unauthenticated') headers['WWW-Authenticate'] = 'Bearer';
  const retryAfterSec = error.params['seconds'];
  if (error.code === 'rate_limited') headers['Retry-After'] = String(retryAfterSec ?? 60);
  const { mergedIntoId } = error.params;
  const isFailedPrecondition = error.code === 'stale' && c.req.header('if-match') !== undefined;
  return {
    reason: error.reason,
    fields: error.fields,
    headers,
    ...(typeof mergedIntoId === 'string' ? { mergedIntoId } : {}),
    ...(isFailedPrecondition ? { status: 412 as const } : {}),
  };
}

function answerHttpException(error: HTTPException, c: ApiContext): Response {
  if (error.status === 415) {
    return answerProblem(c, 'unsupported_media_type', 'This address takes JSON: send Content-Type: application/json.');
  }
  if (error.status === 413) return answerProblem(c, 'payload_too_large', 'The body is too large.');
  return answerProblem(c, 'bad_request', 'The request could not be read: the body is not valid JSON.');
}

function logOf(c: ApiContext) {
  return c.get('deps').log;
}
