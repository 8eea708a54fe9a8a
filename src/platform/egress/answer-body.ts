import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ProviderError } from '#platform/errors.ts';
import { failureOfConnection } from '#platform/egress/failure.ts';
import type { ExchangeFacts } from '#platform/egress/failure.ts';

/** The body of an answer, cut off above `maxBytes`; it ends with a ProviderError when the connection breaks. */
export function limitBody(incoming: IncomingMessage, facts: ExchangeFacts, maxBytes: number): Readable {
  async function* read(): AsyncGenerator<Uint8Array> {
    let total = 0;
    try {
      for await (const chunk of incoming) {
        const bytes = asBytes(chunk);
        total += bytes.length;
        if (total > maxBytes) throw tooLarge(facts, maxBytes);
        yield bytes;
      }
    } catch (error) {
      throw error instanceof ProviderError ? error : failureOfConnection(facts, true, error);
    }
  }
  const body = Readable.from(read(), { objectMode: false });
  // `destroy` of the generator's stream does not reach a pending read of the socket.
  body.once('close', () => incoming.destroy());
  return body;
}

/** One chunk of a binary stream. */
export function asBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
}

/** The same stream in the shape that `Response` takes. */
export function toWebStream(body: Readable): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(asBytes(next.value));
    },
    cancel() {
      body.destroy();
    },
  });
}

/** Node's raw headers as a `Headers`. */
export function toHeaders(rawHeaders: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    // Header values may hold bytes that Headers refuses; such a header is of no use to us.
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) headers.append(name, value);
  }
  return headers;
}

function tooLarge(facts: ExchangeFacts, maxBytes: number): ProviderError {
  return new ProviderError(
    facts.provider,
    facts.repeatable ? 'permanent' : 'unknown',
    'too_large',
    `The answer of ${facts.provider} to ${facts.what} is larger than ${maxBytes} bytes.`,
  );
}
