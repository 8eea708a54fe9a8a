import { z } from 'zod';

/** An answer that was not 2xx. */
export class ApiRefusal extends Error {
  readonly status: number;
  constructor(status: number, request: string, body: string) {
    super(`${request} was answered ${status}: ${body.slice(0, 500)}`);
    this.name = 'ApiRefusal';
    this.status = status;
  }
}

export interface ApiClient {
  get<Schema extends z.ZodType>(path: string, answer: Schema): Promise<z.output<Schema>>;
  send<Schema extends z.ZodType>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    answer: Schema,
    headers?: Record<string, string>,
  ): Promise<z.output<Schema>>;
}

/** Talks to the product's HTTP API at `baseUrl()`, with a bearer token when there is one. Throws ApiRefusal. */
export function createApiClient(baseUrl: () => string, token?: string): ApiClient {
  async function ask<Schema extends z.ZodType>(
    method: string,
    path: string,
    body: unknown,
    answer: Schema,
    headers: Record<string, string> = {},
  ): Promise<z.output<Schema>> {
    const response = await fetch(baseUrl() + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiRefusal(response.status, `${method} ${path}`, text);
    return answer.parse(text === '' ? null : JSON.parse(text));
  }
  return {
    get: (path, answer) => ask('GET', path, undefined, answer),
    send: ask,
  };
}

export const SignedIn = z.object({ token: z.string(), user: z.object({ id: z.string() }) });
export const WithId = z.object({ id: z.string() });
