import type { z } from 'zod';

export type SimRequest = <Schema extends z.ZodType>(
  path: string,
  answer: Schema,
  body?: unknown,
) => Promise<z.output<Schema>>;

/** Makes a caller of a stand-in's control routes: POST with a body, GET without; throws on anything but 2xx. */
export function createSimRequest(baseUrl: string): SimRequest {
  const root = baseUrl.replace(/\/+$/, '');
  return async (path, answer, body) => {
    const response = await fetch(
      root + path,
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`The stand-in answered ${response.status} to ${path}: ${text}`);
    return answer.parse(JSON.parse(text));
  };
}
