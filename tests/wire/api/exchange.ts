import { expect } from 'vitest';
import { z } from 'zod';
import type { UserActor } from '#domain/permissions.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';

/** An answer as it came over the wire. */
export interface Answered {
  status: number;
  headers: Headers;
  /** Parsed JSON. */
  body: unknown;
}

export interface Client {
  /** Sends a line such as `GET /api/leads?limit=1`, with a JSON body if one is given. */
  (line: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
}

/** A client of the API that is signed in as `by`, or not at all. */
export function clientOf(api: ApiWorld, by?: UserActor | string): Client {
  return async (line, body, headers = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const answer = await api.call({ method, path, by, body, headers });
    expect(answer.headers.get('content-type'), line).toMatch(/^application\/json/);
    expect(answer.headers.get('x-request-id'), line).toMatch(/^[0-9a-f-]{36}$/);
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
}

export const text = expect.any(String);
export const count = expect.any(Number);
export const id = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** The shape of a refusal; `extra` are its optional fields. */
export const refusal = (code: string, extra: object = {}) => ({ code, message: text, requestId: text, ...extra });

/** A page that is also the last one. */
export const lastPage = (...items: unknown[]) => ({ items, nextCursor: null });

/** The id of the record in an answer. */
export function idOf({ body }: Answered): string {
  return z.looseObject({ id: z.string() }).parse(body).id;
}
