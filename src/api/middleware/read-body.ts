import type { ApiContext } from '#api/env.ts';
import { HttpProblem } from '#api/errors.ts';
import { isTooComplex } from '#api/middleware/json-shape.ts';

/** Bytes of a JSON body. */
export const maxBodyBytes = 1_048_576;

/**
 * Reads the body as text before anything parses it, at most `maxBodyBytes`, whether or not its length was announced.
 * Later readers of the request get the same text.
 */
export async function readBody(c: ApiContext): Promise<string> {
  const announced = c.req.header('content-length');
  if (announced !== undefined && Number(announced) > maxBodyBytes) throw tooLarge(maxBodyBytes);
  // The server holds a sender to the length it announced, so only unannounced bodies have to be counted here.
  if (announced === undefined && c.req.raw.body !== null) {
    const { url, method, headers } = c.req.raw;
    c.req.raw = new Request(url, { method, headers, body: await readCounted(c.req.raw.body, maxBodyBytes) });
  }
  return c.req.text();
}

/** Reads a body of at most `most` bytes, announced or not; later readers of the request get the same bytes. */
export async function readBytes(c: ApiContext, most: number): Promise<Uint8Array> {
  const announced = c.req.header('content-length');
  if (announced !== undefined && Number(announced) > most) throw tooLarge(most);
  if (announced === undefined && c.req.raw.body !== null) {
    const { url, method, headers } = c.req.raw;
    c.req.raw = new Request(url, { method, headers, body: await readCounted(c.req.raw.body, most) });
  }
  return new Uint8Array(await c.req.arrayBuffer());
}

/** Reads a JSON body and refuses one whose shape alone would be costly to handle. */
export async function readJsonBody(c: ApiContext): Promise<string> {
  const text = await readBody(c);
  if (isTooComplex(text))
    throw new HttpProblem('payload_too_large', 'The JSON body is nested too deeply or has too many values.');
  return text;
}

async function readCounted(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function tooLarge(most: number): HttpProblem {
  return new HttpProblem('payload_too_large', `The body is larger than ${Math.floor(most / 1_000_000)} MB.`, {
    Connection: 'close',
  });
}
