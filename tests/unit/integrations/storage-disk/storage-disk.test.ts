import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileStorage } from '#domain/ports/storage.ts';
import { createDiskStorage } from '#integrations/storage-disk/index.ts';
import { sha256 } from '#platform/hashing.ts';

let folder: string;
let storage: FileStorage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  storage = createDiskStorage(join(folder, 'files'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = 'org-1/recordings/0192f0c1.wav';
const bytes = new TextEncoder().encode('0123456789');

async function textOf(stream: ReadableStream<Uint8Array> | null): Promise<string | null> {
  return stream === null ? null : new Response(stream).text();
}

describe('files on disk', () => {
  it('come back whole, by range, and with their size', async () => {
    await storage.put(key, bytes, 'audio/wav');
    expect(await storage.size(key)).toBe(10);
    expect(await textOf(await storage.open(key))).toBe('0123456789');
    expect(await textOf(await storage.open(key, { start: 2, end: 4 }))).toBe('234');
    expect(await textOf(await storage.open(key, { start: 9, end: 99 }))).toBe('9');
  });

  it('are null where there are none, also below a key that is a file', async () => {
    await storage.put(key, bytes, 'audio/wav');
    expect(await storage.open('org-1/none')).toBeNull();
    expect(await storage.size('org-1/none')).toBeNull();
    expect(await storage.size('org-1/recordings')).toBeNull();
    expect(await storage.size(`${key}/below`)).toBeNull();
  });

  it('stay one file when put twice, and leave nothing half-written behind', async () => {
    await Promise.all([storage.put(key, bytes, 'audio/wav'), storage.put(key, bytes, 'audio/wav')]);
    expect(await readdir(join(folder, 'files', 'org-1', 'recordings'))).toEqual(['0192f0c1.wav']);
    expect(await readdir(join(folder, 'files', '.incoming'))).toEqual([]);
    expect(await readFile(join(folder, 'files', key), 'utf8')).toBe('0123456789');
  });

  it('come as a stream, with their size and hash, and leave nothing behind when the stream breaks off or is too long', async () => {
    async function* chunks(failure?: Error) {
      yield bytes.subarray(0, 4);
      if (failure) throw failure;
      yield bytes.subarray(4);
    }
    const options = { mimeType: 'text/csv', maxBytes: 10 };
    expect(await storage.putStream(key, chunks(), options)).toEqual({ sizeBytes: 10, sha256: sha256(bytes) });
    expect(await textOf(await storage.open(key))).toBe('0123456789');
    const broken = new Error('The sender hung up.');
    await expect(storage.putStream('org-1/broken', chunks(broken), options)).rejects.toBe(broken);
    await expect(storage.putStream('org-1/long', chunks(), { ...options, maxBytes: 9 })).rejects.toMatchObject({
      code: 'payload_too_large',
    });
    expect([await storage.size('org-1/broken'), await storage.size('org-1/long')]).toEqual([null, null]);
    expect(await readdir(join(folder, 'files', '.incoming'))).toEqual([]);
  });

  it('can be deleted, twice', async () => {
    await storage.put(key, bytes, 'audio/wav');
    await storage.delete(key);
    await storage.delete(key);
    expect(await storage.size(key)).toBeNull();
  });

  it.each([
    '',
    '/etc/passwd',
    '../outside',
    'org/../../outside',
    'org/./file',
    'org//file',
    'org/.incoming',
    '.incoming/x',
    'org\\..\\x',
    'C:/x',
    'org/файл',
    'org/a b',
    'org/a\0b',
    'org/',
    `org/${'x'.repeat(200)}`,
  ])('refuse the key %j', async (bad) => {
    await expect(storage.put(bad, bytes, 'audio/wav')).rejects.toMatchObject({ kind: 'permanent', detail: 'bad_key' });
    await expect(storage.open(bad)).rejects.toMatchObject({ detail: 'bad_key' });
    await expect(storage.delete(bad)).rejects.toMatchObject({ detail: 'bad_key' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('fail as to be repeated when the folder cannot be written', async () => {
    const blocked = createDiskStorage(join(folder, 'files', key));
    await storage.put(key, bytes, 'audio/wav');
    await expect(blocked.put('a', bytes, 'audio/wav')).rejects.toMatchObject({ provider: 'disk', kind: 'retryable' });
  });
});
