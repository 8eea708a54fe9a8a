import type { FileStorage, StoredStream } from '#domain/ports/storage.ts';
import { toWebStream } from '#platform/egress/answer-body.ts';
import { failureOfStatus } from '#platform/egress/failure.ts';
import type { Egress, EgressAnswer } from '#platform/egress.ts';
import { ProviderError } from '#platform/errors.ts';
import { sha256 } from '#platform/hashing.ts';
import { measureStream } from '#platform/measured-stream.ts';
import { inParts, partBytes, uploadParts } from '#integrations/storage-s3/multipart.ts';
import { encodeStrictly, signV4 } from '#integrations/storage-s3/sign-v4.ts';

export interface S3Options {
  /** `https://s3.example.com`, without the bucket; buckets are addressed by path. */
  endpoint: string;
  bucket: string;
  accessKey: string;
  secretKey: string;
  /** `us-east-1` for most servers of one's own. */
  region?: string;
  egress: Egress;
}

const provider = 's3';
const hashHeader = 'x-amz-meta-sha256';
const transferTimeoutMs = 300_000;
const largestBytes = 1_000_000_000;

/** Keeps files in an S3-compatible bucket. Every operation may be repeated, so no failure is `unknown`. */
export function createS3Storage(options: S3Options): FileStorage {
  const credentials = {
    accessKey: options.accessKey,
    secretKey: options.secretKey,
    region: options.region ?? 'us-east-1',
  };

  async function ask(
    method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE',
    key: string,
    extra: { query?: Record<string, string>; headers?: Record<string, string>; body?: Uint8Array } = {},
  ): Promise<EgressAnswer> {
    const path = [options.bucket, ...checkKey(key)].map(encodeStrictly).join('/');
    const url = new URL(`${options.endpoint.replace(/\/+$/, '')}/${path}`);
    for (const [name, value] of Object.entries(extra.query ?? {})) url.searchParams.set(name, value);
    const payloadSha256 = sha256(extra.body ?? '');
    const headers = signV4({ method, url, headers: extra.headers ?? {}, payloadSha256 }, credentials, new Date());
    return options.egress.open({
      provider,
      url,
      method,
      headers,
      ...(extra.body === undefined ? {} : { body: extra.body }),
      repeatable: true,
      timeoutMs: transferTimeoutMs,
      maxBytes: largestBytes,
    });
  }

  async function put(key: string, bytes: Uint8Array, mimeType: string): Promise<void> {
    const hash = sha256(bytes);
    const answer = await ask('PUT', key, { headers: { 'content-type': mimeType, [hashHeader]: hash }, body: bytes });
    drain(answer);
    if (answer.status < 200 || answer.status >= 300) throw failure(answer);
    const stored = await ask('HEAD', key);
    drain(stored);
    const storedSize = Number(stored.headers.get('content-length'));
    const storedHash = stored.headers.get(hashHeader);
    if (stored.status !== 200 || storedSize !== bytes.length || (storedHash !== null && storedHash !== hash)) {
      throw new ProviderError(
        provider,
        'retryable',
        'not_stored',
        'The file storage did not keep the file as it was sent.',
      );
    }
  }

  async function putStream(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    { mimeType, maxBytes }: { mimeType: string; maxBytes: number },
  ): Promise<StoredStream> {
    const measured = measureStream(chunks, maxBytes);
    const parts = inParts(measured);
    const first = await parts.next();
    // One part is an ordinary file, which the service proves by its hash.
    if (first.done || first.value.byteLength < partBytes) {
      await put(key, first.done ? new Uint8Array() : first.value, mimeType);
    } else {
      const all = continued(first.value, parts);
      await uploadParts((method, extra) => ask(method, key, extra), all, mimeType, failure);
    }
    return measured.result();
  }

  async function open(key: string, range?: { start: number; end: number }): Promise<ReadableStream<Uint8Array> | null> {
    const answer = await ask('GET', key, range ? { headers: { range: `bytes=${range.start}-${range.end}` } } : {});
    if (answer.status === (range ? 206 : 200)) return toWebStream(answer.body);
    drain(answer);
    if (answer.status === 404) return null;
    throw failure(answer);
  }

  async function size(key: string): Promise<number | null> {
    const answer = await ask('HEAD', key);
    drain(answer);
    if (answer.status === 404) return null;
    const length = Number(answer.headers.get('content-length') ?? NaN);
    if (answer.status !== 200 || !Number.isSafeInteger(length)) throw failure(answer);
    return length;
  }

  async function remove(key: string): Promise<void> {
    const answer = await ask('DELETE', key);
    drain(answer);
    if (answer.status !== 404 && (answer.status < 200 || answer.status >= 300)) throw failure(answer);
  }

  return { put, putStream, open, size, delete: remove };
}

function checkKey(key: string): string[] {
  const parts = key.split('/');
  if (key.length > 512 || !parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(part))) {
    throw new ProviderError(provider, 'permanent', 'bad_key', 'A file key must be made of plain ASCII names.');
  }
  return parts;
}

async function* continued(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

function failure(answer: EgressAnswer): ProviderError {
  return failureOfStatus(answer.facts, answer.status, answer.headers.get('retry-after'));
}

/** Lets go of a body nobody reads, so that its connection is free again; a break in it no longer matters. */
function drain(answer: EgressAnswer): void {
  answer.body.on('error', () => answer.body.destroy());
  answer.body.resume();
}
