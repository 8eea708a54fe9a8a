import { ProviderError } from '#platform/errors.ts';
import type { FailureKind } from '#platform/errors.ts';

const longestWaitMs = 15 * 60_000;

/**
 * The pause that a Retry-After header asks for, in milliseconds from `nowMs`, at most 15 minutes; undefined when the
 * header is absent or makes no sense. Reads seconds and HTTP dates.
 */
export function parseRetryAfter(header: string | null | undefined, nowMs: number): number | undefined {
  if (!header) return undefined;
  const text = header.trim();
  const waitMs = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /[a-z]/i.test(text)
      ? Date.parse(text) - nowMs
      : NaN;
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(longestWaitMs, Math.max(0, Math.round(waitMs)));
}

/** What a failed exchange means for the work that asked for it. */
export interface ExchangeFacts {
  provider: string;
  /** `POST /v2/create-phone-call`: no host, no query, nothing secret. */
  what: string;
  /** True when doing the request twice does no harm. */
  repeatable: boolean;
}

/** The failure behind an HTTP status other than 2xx. */
export function failureOfStatus(facts: ExchangeFacts, status: number, retryAfter: string | null): ProviderError {
  const { provider, what, repeatable } = facts;
  const say = (kind: FailureKind, detail: string) =>
    new ProviderError(provider, kind, detail, `${provider} answered ${status} to ${what}.`);
  if (status === 429) {
    const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
    return new ProviderError(provider, 'retryable', 'rate_limited', `${provider} asked to slow down at ${what}.`, {
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  if (status >= 500 || status === 408) {
    const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
    return new ProviderError(
      provider,
      repeatable ? 'retryable' : 'unknown',
      status === 408 ? 'timeout' : 'server_error',
      `${provider} answered ${status} to ${what}.`,
      { ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    );
  }
  if (status >= 300 && status < 400) return say('permanent', 'redirect_refused');
  if (status < 300) return say(repeatable ? 'retryable' : 'unknown', 'bad_answer');
  return say('permanent', statusDetails.get(status) ?? 'rejected');
}

const statusDetails = new Map([
  [401, 'unauthorized'],
  [402, 'payment_required'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'conflict'],
  [413, 'too_large'],
]);

/** The failure of an answer that came but cannot be understood: for a request that acts, it may have been done. */
export function badAnswer(facts: ExchangeFacts, why: string, cause?: unknown): ProviderError {
  return new ProviderError(
    facts.provider,
    facts.repeatable ? 'retryable' : 'unknown',
    'bad_answer',
    `${facts.provider} gave an answer to ${facts.what} that makes no sense: ${why}.`,
    cause === undefined ? {} : { cause },
  );
}

/** The failure of a connection. Before anything was sent it is safe to try again; after that only if it is repeatable. */
export function failureOfConnection(facts: ExchangeFacts, wasSent: boolean, error: unknown): ProviderError {
  const code = codeOf(error);
  const kind: FailureKind = facts.repeatable || !wasSent ? 'retryable' : 'unknown';
  const detail = wasSent ? 'connection_lost' : (connectionDetails.get(code) ?? 'unreachable');
  const state = wasSent ? 'was lost' : 'could not be opened';
  return new ProviderError(
    facts.provider,
    kind,
    detail,
    `The connection to ${facts.provider} ${state} at ${facts.what}${code === '' ? '' : ` (${code})`}.`,
    { cause: error },
  );
}

/** The failure of an exchange that took too long. */
export function failureOfTimeout(facts: ExchangeFacts, wasSent: boolean, timeoutMs: number): ProviderError {
  return new ProviderError(
    facts.provider,
    facts.repeatable || !wasSent ? 'retryable' : 'unknown',
    'timeout',
    `${facts.provider} did not answer ${facts.what} within ${Math.round(timeoutMs / 1000)} s.`,
  );
}

const connectionDetails = new Map([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['ECONNREFUSED', 'connection_refused'],
]);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
