import { createHash } from 'node:crypto';
import { AppError } from '#platform/errors.ts';

export interface MeasuredStream extends AsyncIterable<Uint8Array> {
  /** What passed, once all of it has. */
  result(): { sizeBytes: number; sha256: string };
}

/** Passes chunks on while it counts and hashes them; throws AppError `payload_too_large` beyond `maxBytes`. */
export function measureStream(chunks: AsyncIterable<Uint8Array>, maxBytes: number): MeasuredStream {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    async *[Symbol.asyncIterator]() {
      for await (const chunk of chunks) {
        sizeBytes += chunk.byteLength;
        if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
        hash.update(chunk);
        yield chunk;
      }
    },
    result: () => ({ sizeBytes, sha256: hash.digest('hex') }),
  };
}

function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.floor(maxBytes / 1_048_576);
  return new AppError('payload_too_large', 'file.tooLarge', `The file is larger than ${megabytes} MB.`, {
    params: { megabytes },
  });
}
