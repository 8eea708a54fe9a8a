import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileStorage } from '#domain/ports/storage.ts';
import { createS3Storage } from '#integrations/storage-s3/index.ts';
import { signV4 } from '#integrations/storage-s3/sign-v4.ts';
import { createEgress } from '#platform/egress.ts';
import { sha256 } from '#platform/hashing.ts';
import { startAnsweringServer } from '#tests/support/answering-server.ts';
import type { AnsweringServer, SeenRequest } from '#tests/support/answering-server.ts';

const credentials = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };

describe('the signature of an S3 request', () => {
  it("is the one of Amazon's own example", () => {
    const headers = signV4(
      {
        method: 'GET',
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        headers: { range: 'bytes=0-9' },
        payloadSha256: sha256(''),
      },
      { ...credentials, region: 'us-east-1' },
      new Date('2013-05-24T00:00:00Z'),
    );
    expect(headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });
});

describe('files in an S3 bucket', () => {
  const bytes = new TextEncoder().encode('0123456789');
  const key = 'org-1/recordings/0192f0c1.wav';
  let server: AnsweringServer;
  let storage: FileStorage;
  let objects: Map<string, { body: string; headers: SeenRequest['headers'] }>;
  let disturb: (response: ServerResponse, request: SeenRequest) => boolean;

  beforeEach(async () => {
    objects = new Map();
    disturb = () => false;
    server = await startAnsweringServer((response, request) => {
      if (!disturb(response, request)) serve(response, request);
    });
    storage = createS3Storage({
      ...credentials,
      endpoint: server.url,
      bucket: 'files',
      egress: createEgress({ operatorAddresses: [server.url] }),
    });
  });
  afterEach(() => server.close());

  function serve(response: ServerResponse, { method, path, headers, body }: SeenRequest): void {
    if (method === 'PUT') objects.set(path, { body, headers });
    if (method === 'DELETE') objects.delete(path);
    const found = objects.get(path);
    if (method === 'PUT') response.end();
    else if (method === 'DELETE') response.writeHead(204).end();
    else if (!found) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else if (headers.range) {
      const [, first, last] = /bytes=(\d+)-(\d+)/.exec(headers.range) ?? [];
      response.writeHead(206).end(found.body.slice(Number(first), Number(last) + 1));
    } else {
      const stored = String(found.headers['x-amz-meta-sha256']);
      response.writeHead(200, { 'content-length': found.body.length, 'x-amz-meta-sha256': stored });
      response.end(method === 'HEAD' ? undefined : found.body);
    }
  }

  it('come back whole, by range, and with their size', async () => {
    await storage.put(key, bytes, 'audio/wav');
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      path: `/files/${key}`,
      headers: { 'content-type': 'audio/wav', 'x-amz-content-sha256': sha256(bytes) },
    });
    expect(await storage.size(key)).toBe(10);
    expect(await new Response(await storage.open(key)).text()).toBe('0123456789');
    expect(await new Response(await storage.open(key, { start: 2, end: 4 })).text()).toBe('234');
    await storage.delete(key);
    expect(await storage.size(key)).toBeNull();
    expect(await storage.open(key)).toBeNull();
  });

  it.each([
    ['kept nothing', (response: ServerResponse) => response.writeHead(404).end()],
    ['kept less', (response: ServerResponse) => response.writeHead(200, { 'content-length': 4 }).end()],
    [
      'kept something else',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-length': 10, 'x-amz-meta-sha256': 'other' }).end(),
    ],
  ])('are not called stored when the server says 200 and %s', async (_name, answerHead) => {
    disturb = (response, { method }) => method === 'HEAD' && Boolean(answerHead(response));
    await expect(storage.put(key, bytes, 'audio/wav')).rejects.toMatchObject({
      kind: 'retryable',
      detail: 'not_stored',
    });
  });

  it.each([
    [503, 'retryable'],
    [403, 'permanent'],
  ])('fail with status %i as %s', async (status, kind) => {
    disturb = (response) => Boolean(response.writeHead(status).end('<Error/>'));
    await expect(storage.put(key, bytes, 'audio/wav')).rejects.toMatchObject({ provider: 's3', kind });
    await expect(storage.open(key)).rejects.toMatchObject({ provider: 's3', kind });
    await expect(storage.size(key)).rejects.toMatchObject({ provider: 's3', kind });
  });

  describe('that come as a stream', () => {
    const piece = new TextEncoder().encode('x'.repeat(1_000_000));
    async function* pieces(count: number, failure?: Error) {
      for (let number = 0; number < count; number += 1) yield piece;
      if (failure) throw failure;
    }
    const options = { mimeType: 'text/csv', maxBytes: 100_000_000 };
    let completed: string | null;

    beforeEach(() => {
      completed = null;
      disturb = (response, { method, path, body }) => {
        const query = new URL(path, 'http://localhost').searchParams;
        if (query.has('uploads')) response.end('<R><UploadId>u/1</UploadId></R>');
        else if (query.get('uploadId') !== 'u/1') return false;
        else if (method === 'PUT')
          response.writeHead(200, { etag: `"${query.get('partNumber')}:${body.length}"` }).end();
        else if (method === 'POST') response.end((completed = body) && '<R/>');
        else response.writeHead(204).end();
        return true;
      };
    });

    it('go up in parts, or at once when they are small', async () => {
      const stored = await storage.putStream(key, pieces(20), options);
      expect(stored).toEqual({ sizeBytes: 20_000_000, sha256: sha256('x'.repeat(20_000_000)) });
      const part = (number: number, size: number) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>"${number}:${size}"</ETag></Part>`;
      const sizes = [8_388_608, 8_388_608, 20_000_000 - 2 * 8_388_608];
      const parts = sizes.map((size, place) => part(place + 1, size)).join('');
      expect(completed).toBe(`<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`);
      await storage.putStream(key, pieces(1), options);
      expect(await storage.size(key)).toBe(1_000_000);
    });

    it.each([
      ['the source breaks off', new Error('broken'), {}, 'broken'],
      ['it is too long', undefined, { maxBytes: 15_000_000 }, 'larger than'],
    ])('are given up whole when %s', async (_name, failure, limit, sentence) => {
      await expect(storage.putStream(key, pieces(20, failure), { ...options, ...limit })).rejects.toThrow(sentence);
      expect(completed).toBeNull();
      expect(server.requests.at(-1)?.method).toBe('DELETE');
    });
  });

  it('end in an error, not in half a file, when the download breaks off', async () => {
    await storage.put(key, bytes, 'audio/wav');
    disturb = (response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('0123');
      response.socket?.end();
      return true;
    };
    await expect(new Response(await storage.open(key)).text()).rejects.toMatchObject({ detail: 'connection_lost' });
  });

  it('refuse keys that could mean another place', async () => {
    for (const bad of ['', '../x', '/x', 'a//b', 'a/?x', 'файл']) {
      await expect(storage.put(bad, bytes, 'audio/wav')).rejects.toMatchObject({ detail: 'bad_key' });
    }
    expect(server.requests).toHaveLength(0);
  });
});
