import { APIError } from 'openai';
import { z } from 'zod';
import { parseRetryAfter } from '#platform/egress/failure.ts';
import { ProviderError } from '#platform/errors.ts';
import type { FailureKind } from '#platform/errors.ts';

const provider = 'openai';

/** The body of an error as OpenAI, OpenRouter and their look-alikes write it. `code` is a word or a status number. */
export const WireError = z.object({
  message: z.string().nullish(),
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
});
export type WireError = z.infer<typeof WireError>;

/** A failure of the model's answer itself: it came, and is of no use. */
export function answerFailure(kind: FailureKind, detail: string, message: string): ProviderError {
  return new ProviderError(provider, kind, detail, message);
}

/** Any error of the SDK or the connection in the product's words. Asking a model twice does no harm: nothing is `unknown`. */
export function toProviderError(error: unknown): ProviderError {
  const known = findProviderError(error);
  if (known) return known;
  if (!(error instanceof APIError)) {
    return new ProviderError(
      provider,
      'retryable',
      'bad_answer',
      'The model server gave an answer that makes no sense.',
      {
        cause: error,
      },
    );
  }
  const said = WireError.safeParse(error.error).data ?? {};
  return failureOf(error.status, { ...said, code: said.code ?? error.code ?? null }, error.headers?.get('retry-after'));
}

/** The failure behind an HTTP status, or behind an error object inside an answer with status 200. */
export function failureOf(status: number | undefined, said: WireError, retryAfter?: string | null): ProviderError {
  const code = typeof said.code === 'string' ? said.code : '';
  const effective = typeof said.code === 'number' && said.code >= 400 ? said.code : status;
  const isQuota = code === 'insufficient_quota' || effective === 402;
  if (isQuota) return answerFailure('permanent', 'quota', 'The account of the model provider has no credit left.');
  if (effective === 429 || code === 'rate_limit_exceeded' || code === 'slow_down') {
    const retryAfterMs = parseRetryAfter(retryAfter, Date.now());
    return new ProviderError(provider, 'retryable', 'rate_limited', 'The model provider asked to slow down.', {
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  if (effective === 401)
    return answerFailure('permanent', 'unauthorized', 'The model provider does not accept the key.');
  if (effective === 403) return answerFailure('permanent', 'forbidden', 'The model provider refuses this request.');
  if (effective === 404 || code === 'model_not_found') {
    return answerFailure('permanent', 'model_not_found', 'The model provider does not know this model or address.');
  }
  if (code === 'context_length_exceeded' || effective === 413) {
    return answerFailure('permanent', 'too_long', 'The text is too long for this model.');
  }
  if (effective === 408 || effective === undefined || effective >= 500) {
    return answerFailure('retryable', 'server_error', 'The model provider failed; it may work later.');
  }
  return answerFailure('permanent', 'rejected', `The model provider did not accept the request (${effective}).`);
}

/** Whether a refusal is about the form of answer we asked for, which older and local servers do not know. */
export function isAboutResponseFormat(error: unknown): boolean {
  if (!(error instanceof APIError) || ![400, 404, 415, 422, 501].includes(error.status ?? 0)) return false;
  const said = JSON.stringify(error.error ?? '') + error.message;
  return /response_format|json_schema|json_object|structured|requested parameters|guided/i.test(said);
}

function findProviderError(error: unknown): ProviderError | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    if (current instanceof ProviderError) return current;
  }
  return undefined;
}
