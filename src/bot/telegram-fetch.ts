import { Readable } from 'node:stream';
import type { ApiClientOptions } from 'grammy';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';

/** One finished request to Telegram, for metrics. */
export interface TelegramCall {
  method: string;
  /** `ok`, `network`, `timeout` or Telegram's error code. */
  outcome: string;
  durationMs: number;
}

export interface TelegramFetchOptions {
  log: Log;
  fetch?: typeof fetch;
  onCall?: (call: TelegramCall) => void;
  /** The longest pause a person waits for when Telegram asks to slow down. */
  maxRetryAfterSec?: number;
}

const maxTries = 3;
const timeoutMs: Record<string, number> = {
  getUpdates: 60_000,
  sendAudio: 60_000,
  sendDocument: 60_000,
  sendPhoto: 60_000,
};

/** Thrown when Telegram did not answer in time: what was asked may have been done. */
export class TelegramTimeoutError extends Error {}

interface GrammyRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortLike;
}
interface AbortLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * The bot's one way to Telegram: limits in time, short waits on "too many requests", metrics, and logs without tokens.
 * It serves the bot and its dialogues alike, which a transformer of the API object does not.
 */
export function createTelegramFetch(options: TelegramFetchOptions): NonNullable<ApiClientOptions['fetch']> {
  const { log, onCall } = options;
  const send = options.fetch ?? fetch;
  const maxRetryAfterSec = options.maxRetryAfterSec ?? 5;

  async function telegramFetch(url: string | URL, request: GrammyRequest = {}): Promise<Response> {
    const method = new URL(String(url)).pathname.split('/').at(-1) ?? '';
    for (let attempt = 1; ; attempt += 1) {
      const startedAt = performance.now();
      const { response, outcome } = await once(method, String(url), request);
      onCall?.({ method, outcome, durationMs: performance.now() - startedAt });
      if (response.status !== 429 || attempt >= maxTries || request.body instanceof Readable || method === 'getUpdates')
        return response;
      const retryAfterSec = await readRetryAfter(response);
      if (retryAfterSec > maxRetryAfterSec) return response;
      log.info({ method, retryAfterSec }, 'Telegram asked to wait');
      await wait(retryAfterSec * 1000, request.signal);
    }
  }

  async function once(
    method: string,
    url: string,
    request: GrammyRequest,
  ): Promise<{ response: Response; outcome: string }> {
    const stop = new AbortController();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stop.abort();
    }, timeoutMs[method] ?? 15_000);
    // grammY hands over a polyfilled signal, which the platform's fetch refuses.
    const forward = () => stop.abort();
    request.signal?.addEventListener('abort', forward);
    try {
      const answer = await send(url, platformRequest(request, stop.signal));
      const text = await answer.text();
      const outcome = answer.ok ? 'ok' : String(answer.status);
      return {
        response: new Response(text, { status: answer.status, headers: { 'content-type': 'application/json' } }),
        outcome,
      };
    } catch (error) {
      if (!request.signal?.aborted) log.debug({ method, err: messageOf(error) }, 'a request to Telegram failed');
      onCall?.({ method, outcome: timedOut ? 'timeout' : 'network', durationMs: 0 });
      throw timedOut ? new TelegramTimeoutError(`Telegram did not answer ${method} in time.`) : error;
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', forward);
    }
  }

  return asGrammyFetch(telegramFetch);
}

function platformRequest(request: GrammyRequest, signal: AbortSignal): RequestInit & { duplex?: 'half' } {
  const base = { method: request.method ?? 'POST', headers: request.headers ?? {}, signal };
  if (typeof request.body === 'string') return { ...base, body: request.body };
  if (request.body instanceof Readable) return { ...base, body: webStream(request.body), duplex: 'half' };
  return base;
}

function webStream(body: Readable): ReadableStream<Uint8Array> {
  const chunks = body.iterator();
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(typeof next.value === 'string' ? Buffer.from(next.value) : next.value);
    },
  });
}

async function readRetryAfter(response: Response): Promise<number> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const parameters = body !== null && typeof body === 'object' && 'parameters' in body ? body.parameters : null;
  const seconds =
    parameters !== null && typeof parameters === 'object' && 'retry_after' in parameters
      ? parameters.retry_after
      : null;
  return typeof seconds === 'number' ? seconds : Number.POSITIVE_INFINITY;
}

function wait(delayMs: number, signal: AbortLike | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, delayMs);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}

// grammY types its seam by node-fetch. It calls it with a URL, method, headers, body and signal and reads `json()` of the
// answer, which the platform's Response has as well.
function asGrammyFetch(
  fetchLike: (url: string | URL, request?: GrammyRequest) => Promise<Response>,
): NonNullable<ApiClientOptions['fetch']> {
  return fetchLike as NonNullable<ApiClientOptions['fetch']>;
}
