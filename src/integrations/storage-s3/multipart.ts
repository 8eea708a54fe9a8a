import type { EgressAnswer } from '#platform/egress.ts';
import { ProviderError } from '#platform/errors.ts';

/** Bytes of a part; S3 takes at least 5 MiB but for the last one, and 10,000 parts at most. */
export const partBytes = 8 * 1_048_576;

/** One request about a file's key: its query, headers and body. */
export type AskAboutKey = (
  method: 'POST' | 'PUT' | 'DELETE',
  extra: { query: Record<string, string>; headers?: Record<string, string>; body?: Uint8Array },
) => Promise<EgressAnswer>;

/** Chunks gathered into parts of `partBytes`; only the last one is smaller. */
export async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.byteLength;
    while (size >= partBytes) {
      const joined = Buffer.concat(waiting);
      yield joined.subarray(0, partBytes);
      const rest = joined.subarray(partBytes);
      waiting = rest.byteLength > 0 ? [rest] : [];
      size = rest.byteLength;
    }
  }
  if (size > 0) yield Buffer.concat(waiting);
}

/** Uploads parts under one key; when they break off, the upload is given up and nothing is there. */
export async function uploadParts(
  ask: AskAboutKey,
  parts: AsyncIterable<Uint8Array>,
  mimeType: string,
  failure: (answer: EgressAnswer) => ProviderError,
): Promise<void> {
  const begun = await ask('POST', { query: { uploads: '' }, headers: { 'content-type': mimeType } });
  const uploadId = /<UploadId>([^<]+)<\/UploadId>/.exec(await bodyOf(begun))?.[1];
  if (begun.status !== 200 || uploadId === undefined) throw failure(begun);
  try {
    const tags: string[] = [];
    for await (const part of parts) {
      const query = { partNumber: String(tags.length + 1), uploadId };
      const answer = await ask('PUT', { query, body: part });
      await bodyOf(answer);
      const tag = answer.headers.get('etag');
      if (answer.status !== 200 || tag === null) throw failure(answer);
      tags.push(tag);
    }
    const list = tags.map((tag, place) => `<Part><PartNumber>${place + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
    const body = Buffer.from(`<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`);
    const ended = await ask('POST', { query: { uploadId }, headers: { 'content-type': 'application/xml' }, body });
    // The service answers 200 before it has joined the parts, and may say afterwards that it could not.
    const told = await bodyOf(ended);
    if (ended.status !== 200) throw failure(ended);
    if (/<Error>/.test(told))
      throw new ProviderError(
        's3',
        'retryable',
        'not_stored',
        'The file storage could not join the parts of the file.',
      );
  } catch (error) {
    await ask('DELETE', { query: { uploadId } }).then(bodyOf, () => undefined);
    throw error;
  }
}

async function bodyOf(answer: EgressAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString('utf8');
}
