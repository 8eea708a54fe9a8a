/** What went wrong, in the words every door maps to its own reply: an HTTP status, a sentence in the chat, a retry. */
export type ErrorCode =
  | 'validation_failed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'rate_limited'
  | 'payload_too_large'
  | 'service_not_connected'
  | 'provider_failed'
  | 'not_implemented'
  | 'unavailable'
  | 'internal';

export interface FieldProblem {
  field: string;
  problem: string;
}

/**
 * The one error the product throws on purpose. `reason` is a stable key such as `callRequest.alreadyDecided`; the doors
 * turn it and `params` into a sentence in the reader's language, `message` is the English sentence for logs and the API.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly params: Record<string, string | number>;
  readonly fields: FieldProblem[];

  constructor(
    code: ErrorCode,
    reason: string,
    message: string,
    options: { params?: Record<string, string | number>; fields?: FieldProblem[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.reason = reason;
    this.params = options.params ?? {};
    this.fields = options.fields ?? [];
  }
}

/** How an attempt to reach an outside service ended when it did not succeed; decides between retry, look-up and a person. */
export type FailureKind =
  /** Certainly not done; the same request may pass later. */
  | 'retryable'
  /** Certainly not done; repeating it cannot help. */
  | 'permanent'
  /** It may have been done: look it up before anything else. */
  | 'unknown';

/** Thrown by integrations: the provider's failure in the product's words, without secrets or bodies. */
export class ProviderError extends Error {
  readonly provider: string;
  readonly kind: FailureKind;
  /** Stable detail such as `rate_limited`, `bad_number`, `blocked`, `quota`, `timeout`, `bad_answer`. */
  readonly detail: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    provider: string,
    kind: FailureKind,
    detail: string,
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProviderError';
    this.provider = provider;
    this.kind = kind;
    this.detail = detail;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The sentence of any thrown value, for logs and parked work. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
