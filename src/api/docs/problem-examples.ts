import type { ApiErrorCode } from '#api/errors.ts';

const requestId = '0192f0c1-5e6f-7a01-9b2c-3d4e5f6a7b8c';

/** What each code means to the caller, and an answer as it looks. */
export const problemExamples: Readonly<Record<ApiErrorCode, { summary: string; value: object }>> = {
  bad_request: {
    summary: 'The request cannot be read',
    value: problem('bad_request', 'The request could not be read: the body is not valid JSON.'),
  },
  unauthenticated: {
    summary: 'No token, or one that is no longer valid',
    value: problem('unauthenticated', 'Sign in first: send the header Authorization: Bearer <token>.'),
  },
  forbidden: {
    summary: 'The role or its permissions do not allow this',
    value: problem('forbidden', 'This needs the permission settings.write, which you do not have.', {
      reason: 'permission.missing',
    }),
  },
  not_found: {
    summary: 'It does not exist, or not for this caller',
    value: problem('not_found', 'There is no such lead, or you may not see it.', { reason: 'lead.notFound' }),
  },
  method_not_allowed: {
    summary: 'The address knows other methods',
    value: problem('method_not_allowed', 'PATCH is not possible here; GET, PUT, DELETE is.'),
  },
  conflict: {
    summary: 'What is stored stands against it',
    value: problem('conflict', 'The call request was decided already.', { reason: 'callRequest.alreadyDecided' }),
  },
  stale: {
    summary: 'Somebody changed it meanwhile',
    value: problem('stale', 'The lead was changed meanwhile. Read it again and repeat.', {
      reason: 'lead.changedMeanwhile',
    }),
  },
  payload_too_large: {
    summary: 'The body is too large or too deep',
    value: problem('payload_too_large', 'The body is larger than 1 MB.'),
  },
  unsupported_media_type: {
    summary: 'The body has another content type',
    value: problem('unsupported_media_type', 'This address takes JSON: send Content-Type: application/json.'),
  },
  validation_failed: {
    summary: 'A value is not what is expected',
    value: problem('validation_failed', 'The input is not valid. name: is required.', {
      reason: 'input.invalid',
      fields: [{ field: 'name', problem: 'is required' }],
    }),
  },
  rate_limited: {
    summary: 'Too many requests in this minute',
    value: problem('rate_limited', 'Too many requests: 3000 in a minute are allowed. Try again in 12 s.'),
  },
  internal: {
    summary: 'A mistake of ours',
    value: problem(
      'internal',
      'Something went wrong on our side. Try again; if it stays, name the request id to support.',
    ),
  },
  not_implemented: {
    summary: 'Planned, and not in this version',
    value: problem(
      'not_implemented',
      'Kommo comes with its sign-in and with pipelines, leads and contacts kept alike.',
      {
        reason: 'notImplemented',
      },
    ),
  },
  provider_failed: {
    summary: 'The service behind it could not do it',
    value: problem('provider_failed', 'retell could not do this now (timeout). Try again later.'),
  },
  service_not_connected: {
    summary: 'The service that it needs is not connected',
    value: problem(
      'service_not_connected',
      'The service email is not connected; an admin connects it in the settings.',
      {
        reason: 'service.notConnected',
      },
    ),
  },
  unavailable: {
    summary: 'Busy for a moment',
    value: problem('unavailable', 'The server is busy. Try again in a few seconds.'),
  },
};

function problem(code: ApiErrorCode, message: string, more: object = {}): object {
  return { code, message, ...more, requestId };
}
