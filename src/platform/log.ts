import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type Log = Logger;

const secretKeys = [
  'authorization',
  'cookie',
  'password',
  'passwordHash',
  'token',
  'secret',
  'apiKey',
  'initData',
  'refreshToken',
  'accessToken',
];

/** Bot tokens sit in URLs, keys in error texts: whatever reaches the sink is cleaned there, not at each call. */
const tokenPatterns: [RegExp, string][] = [
  [/(?<!\d)\d{3,16}:[A-Za-z0-9_-]{20,}/g, '[bot token]'],
  [/\b(?:sk|key|whsec|rk|pk)[-_][A-Za-z0-9_-]{12,}\b/g, '[key]'],
  [/\bBearer\s+[A-Za-z0-9._~+/=-]+/gi, 'Bearer [token]'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g, '[jwt]'],
];

/** Removes bot tokens, API keys, bearer tokens and JWTs from a text. */
export function redactText(text: string): string {
  return tokenPatterns.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

/** Structured logs on standard output (or `destination`), one JSON object a line, with secrets removed at the sink. */
export function createLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      hooks: { streamWrite: redactText },
    },
    destination ?? pino.destination({ sync: false }),
  );
}
