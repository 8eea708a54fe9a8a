import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import { asBytes, limitBody, toHeaders, toWebStream } from '#platform/egress/answer-body.ts';
import { RefusedAddressError, createAddressPolicy } from '#platform/egress/address-policy.ts';
import type { Resolve } from '#platform/egress/address-policy.ts';
import { badAnswer, failureOfConnection, failureOfStatus, failureOfTimeout } from '#platform/egress/failure.ts';
import type { ExchangeFacts } from '#platform/egress/failure.ts';

export interface EgressRequest {
  /** Who is asked, for messages and failures. */
  provider: string;
  url: string | URL;
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For the whole exchange, answer included; 30 s when absent. */
  timeoutMs?: number;
  /** Largest body accepted; 10 MB when absent. */
  maxBytes?: number;
  /** Whether doing it twice does no harm; by default only GET and HEAD. Decides between retryable and unknown. */
  repeatable?: boolean;
  /** Followed for GET only, each one checked anew and without our headers; 0 when absent. */
  maxRedirects?: number;
  signal?: AbortSignal;
}

export interface EgressAnswer {
  status: number;
  headers: Headers;
  /** Ends with a ProviderError when the answer breaks off, gets too large or takes too long. */
  body: Readable;
  facts: ExchangeFacts;
}

export interface EgressBytes {
  status: number;
  headers: Headers;
  bytes: Uint8Array<ArrayBuffer>;
  facts: ExchangeFacts;
}

/** The one way out of the process over HTTP. Every method throws ProviderError and nothing else. */
export interface Egress {
  /** Resolves with the answer of any status as soon as its headers are there. */
  open(request: EgressRequest): Promise<EgressAnswer>;
  /** Resolves with the whole answer of any status. */
  exchange(request: EgressRequest): Promise<EgressBytes>;
  /** Resolves with the whole answer; a status other than 2xx is a failure. */
  send(request: EgressRequest): Promise<EgressBytes>;
  /** Sends `json` (if any) and resolves with the parsed answer; what does not fit the schema is a `bad_answer`. */
  json<T>(request: EgressRequest & { json?: unknown }, schema: z.ZodType<T>): Promise<T>;
  /** A `fetch` for vendors' SDKs under the same rules; requests count as repeatable. */
  fetchAs(provider: string, limits?: { timeoutMs?: number; maxBytes?: number }): typeof fetch;
  /** Closes idle connections. */
  close(): void;
}

export interface EgressOptions {
  /** Addresses or `host:port` from the environment: these may be private. */
  operatorAddresses: readonly string[];
  /** Replaces DNS, for tests. */
  resolve?: Resolve;
}

const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 10_000_000;

/** Creates the outgoing HTTP client: address policy, time and size limits, failures classified. */
export function createEgress(options: EgressOptions): Egress {
  const policy = createAddressPolicy(options.operatorAddresses, options.resolve);
  const keptAlive = {
    'http:': new http.Agent({ keepAlive: true, maxFreeSockets: 16 }),
    'https:': new https.Agent({ keepAlive: true, maxFreeSockets: 16 }),
  };

  async function open(request: EgressRequest): Promise<EgressAnswer> {
    let current = request;
    for (let redirectsLeft = request.maxRedirects ?? 0; ; redirectsLeft -= 1) {
      const answer = await openOnce(current);
      const location = answer.headers.get('location');
      const isRedirect = answer.status >= 301 && answer.status <= 308 && location !== null;
      if (!isRedirect || redirectsLeft <= 0 || methodOf(request) !== 'GET') return answer;
      answer.body.destroy();
      current = { ...current, url: resolveLocation(location, current.url, answer.facts), headers: {} };
    }
  }

  function openOnce(request: EgressRequest): Promise<EgressAnswer> {
    const method = methodOf(request);
    const repeatable = request.repeatable ?? (method === 'GET' || method === 'HEAD');
    const url = admit(request, method, repeatable);
    const facts: ExchangeFacts = { provider: request.provider, what: `${method} ${url.pathname}`, repeatable };
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
    return new Promise<EgressAnswer>((resolve, reject) => {
      let wasSent = false;
      let failure: ProviderError | undefined;
      let answerBody: Readable | undefined;
      const transport = url.protocol === 'https:' ? https : http;
      const outgoing = transport.request(url, {
        method,
        headers: headersOf(request),
        lookup: policy.lookupFor(url),
        // A kept connection that the other side just closed would turn "not sent" into "unknown" for a request that acts.
        agent: repeatable ? keptAlive[url.protocol === 'https:' ? 'https:' : 'http:'] : false,
      });
      const stop = (why: ProviderError) => {
        failure ??= why;
        if (answerBody) answerBody.destroy(failure);
        outgoing.destroy(failure);
      };
      const timer = setTimeout(() => stop(failureOfTimeout(facts, wasSent, timeoutMs)), timeoutMs);
      const onAbort = () => stop(failureOfConnection(facts, wasSent, request.signal?.reason));
      request.signal?.addEventListener('abort', onAbort, { once: true });
      const finish = () => {
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', onAbort);
      };
      outgoing.on('socket', (socket) => {
        if (!socket.connecting) wasSent = true;
        else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (wasSent = true));
      });
      outgoing.on('error', (error) => {
        finish();
        reject(failure ?? classify(facts, wasSent, error));
      });
      outgoing.on('response', (incoming) => {
        const body = limitBody(incoming, facts, request.maxBytes ?? defaultMaxBytes);
        answerBody = body;
        body.once('close', finish);
        resolve({ status: incoming.statusCode ?? 0, headers: toHeaders(incoming.rawHeaders), body, facts });
      });
      if (request.signal?.aborted) onAbort();
      else outgoing.end(request.body);
    });
  }

  function admit(request: EgressRequest, method: string, repeatable: boolean): URL {
    try {
      return policy.admit(request.url);
    } catch (error) {
      throw classify({ provider: request.provider, what: method, repeatable }, false, error);
    }
  }

  async function exchange(request: EgressRequest): Promise<EgressBytes> {
    const { status, headers, body, facts } = await open(request);
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of body) chunks.push(asBytes(chunk));
    } catch (error) {
      throw error instanceof ProviderError ? error : failureOfConnection(facts, true, error);
    }
    return { status, headers, bytes: new Uint8Array(Buffer.concat(chunks)), facts };
  }

  async function send(request: EgressRequest): Promise<EgressBytes> {
    const answer = await exchange(request);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw failureOfStatus(answer.facts, answer.status, answer.headers.get('retry-after'));
  }

  async function json<T>(request: EgressRequest & { json?: unknown }, schema: z.ZodType<T>): Promise<T> {
    const { json: value, ...rest } = request;
    const answer = await send({
      ...rest,
      headers: {
        accept: 'application/json',
        ...(value === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(value === undefined ? {} : { body: JSON.stringify(value) }),
    });
    return parseJsonAnswer(answer, schema);
  }

  function fetchAs(provider: string, limits: { timeoutMs?: number; maxBytes?: number } = {}): typeof fetch {
    return async (input, init) => {
      const answer = await open({
        provider,
        url: input instanceof Request ? input.url : input,
        method: toMethod(init?.method),
        headers: Object.fromEntries(new Headers(init?.headers)),
        ...(typeof init?.body === 'string' ? { body: init.body } : {}),
        ...(init?.signal ? { signal: init.signal } : {}),
        repeatable: true,
        ...limits,
      });
      const isEmpty = answer.status === 204 || answer.status === 304;
      if (isEmpty) answer.body.resume();
      return new Response(isEmpty ? null : toWebStream(answer.body), {
        status: answer.status,
        headers: answer.headers,
      });
    };
  }

  return {
    open,
    exchange,
    send,
    json,
    fetchAs,
    close() {
      for (const agent of Object.values(keptAlive)) agent.destroy();
    },
  };
}

/** Parses a whole answer as JSON of the given shape; throws a `bad_answer` ProviderError. */
export function parseJsonAnswer<T>(answer: EgressBytes, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(answer.bytes));
  } catch {
    throw badAnswer(answer.facts, 'it is not JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw badAnswer(answer.facts, `${first?.path.join('.') || 'the body'} is not as documented (${first?.code ?? ''})`);
}

function classify(facts: ExchangeFacts, wasSent: boolean, error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof RefusedAddressError) {
    return new ProviderError(facts.provider, 'permanent', 'address_refused', error.message);
  }
  return failureOfConnection(facts, wasSent, error);
}

function resolveLocation(location: string, base: string | URL, facts: ExchangeFacts): URL {
  try {
    return new URL(location, base);
  } catch {
    throw badAnswer(facts, 'it leads to an address that is not a URL');
  }
}

function headersOf(request: EgressRequest): Record<string, string | number> {
  return {
    'user-agent': 'perezvon',
    'accept-encoding': 'identity',
    ...request.headers,
    ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
  };
}

function methodOf(request: EgressRequest): NonNullable<EgressRequest['method']> {
  return request.method ?? 'GET';
}

function toMethod(method: string | undefined): NonNullable<EgressRequest['method']> {
  const upper = (method ?? 'GET').toUpperCase();
  const known = (['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((name) => name === upper);
  if (!known) throw new TypeError(`The method ${upper} is not supported.`);
  return known;
}
