import { problemExamples } from '#api/docs/problem-examples.ts';
import type { Json } from '#api/docs/json.ts';

const text = (description: string, example: string) => ({ description, schema: { type: 'string' }, example });
const count = (description: string, example: number) => ({ description, schema: { type: 'integer' }, example });

/** Headers of answers, by name. */
export const answerHeaders: Readonly<Record<string, Json>> = {
  'X-Request-Id': text('Names the request in our logs.', '0192f0c1-5e6f-7a01-9b2c-3d4e5f6a7b8c'),
  RateLimit: text(
    'What is left of this minute’s share, and the seconds until it is whole again.',
    '"write";r=2999;t=42',
  ),
  'RateLimit-Policy': text('The share: requests in a window of seconds.', '"write";q=3000;w=60'),
  'RateLimit-Limit': count('Requests in a minute.', 3_000),
  'RateLimit-Remaining': count('Requests left in this minute.', 2_999),
  'RateLimit-Reset': count('Seconds until the next minute.', 42),
  'Retry-After': count('Seconds to wait.', 12),
  ETag: text('The version of the record, or of the whole answer.', '"v3"'),
  'Idempotency-Replayed': text('`true` when the answer is that of an earlier request with the same key.', 'true'),
  'WWW-Authenticate': text('How to sign in.', 'Bearer'),
  Allow: text('The methods that exist here.', 'GET, PUT, DELETE'),
};

/** Headers of requests, by the name of their component. */
export const requestHeaders: Readonly<Record<string, Json>> = {
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description: 'Your own id of the request: 8 to 64 letters, digits, dots, lines; another one is passed over.',
    schema: { type: 'string', maxLength: 64 },
    example: 'import-2026-11-20-0001',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The ETag of the record as you saw it: 412 when it was changed since.',
    schema: { type: 'string' },
    example: '"v3"',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'The ETag of an answer that you have: 304 without a body when it is still the same.',
    schema: { type: 'string' },
    example: '"v3"',
  },
};

/** Components that all operations refer to. */
export const sharedComponents = {
  headers: answerHeaders,
  parameters: requestHeaders,
  examples: problemExamples,
};
