import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileStorage, StoredStream } from '#domain/ports/storage.ts';
import { ProviderError } from '#platform/errors.ts';
import { measureStream } from '#platform/measured-stream.ts';

/** Keeps files in a folder of this machine. Throws ProviderError: `bad_key`, `disk_full`, `disk`. */
export function createDiskStorage(folder: string): FileStorage {
  async function put(key: string, bytes: Uint8Array): Promise<void> {
    await write(key, (file) => file.writeFile(bytes));
  }

  async function putStream(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    { maxBytes }: { maxBytes: number },
  ): Promise<StoredStream> {
    const measured = measureStream(chunks, maxBytes);
    await write(key, async (file) => {
      for await (const chunk of fromSource(measured)) await file.writeFile(chunk);
    });
    return measured.result();
  }

  async function write(key: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
    const path = pathOf(key);
    const temporary = join(folder, '.incoming', randomBytes(12).toString('hex'));
    await guard(async () => {
      await mkdir(dirname(temporary), { recursive: true });
      await mkdir(dirname(path), { recursive: true });
      try {
        const file = await open(temporary, 'wx', 0o640);
        try {
          await fill(file);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    });
  }

  async function size(key: string): Promise<number | null> {
    const path = pathOf(key);
    const found = await guard(() => orNull(stat(path)));
    return found?.isFile() ? found.size : null;
  }

  async function openFile(
    key: string,
    range?: { start: number; end: number },
  ): Promise<ReadableStream<Uint8Array> | null> {
    const path = pathOf(key);
    const file = await guard(() => orNull(open(path, 'r')));
    if (file === null) return null;
    const stream = createReadStream(path, { fd: file, autoClose: true, ...range });
    return toBytes(stream);
  }

  async function remove(key: string): Promise<void> {
    const path = pathOf(key);
    await guard(() => rm(path, { force: true }));
  }

  function pathOf(key: string): string {
    return join(folder, ...checkKey(key));
  }

  return { put, putStream, open: openFile, size, delete: remove };
}

/** The parts of a key; throws for what could leave the folder or mean something to a file system. */
function checkKey(key: string): string[] {
  const parts = key.split('/');
  const isGood = key.length <= 512 && parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/.test(part));
  if (!isGood) throw new ProviderError('disk', 'permanent', 'bad_key', 'A file key must be made of plain ASCII names.');
  return parts;
}

/** The chunks, with what their source throws marked as the source's own failure and not the disk's. */
async function* fromSource(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw new SourceFailure(error);
  }
}

class SourceFailure extends Error {
  readonly failure: unknown;
  constructor(failure: unknown) {
    super('What was to be stored broke off.');
    this.failure = failure;
  }
}

/** The rename itself is durable only when the folder is, too. */
async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function toBytes(stream: Readable): ReadableStream<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
    cancel() {
      stream.destroy();
    },
  });
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceFailure) throw error.failure;
    const code = codeOf(error);
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    const message = isFull ? 'The disk for files is full.' : `The disk for files failed (${code || 'unknown reason'}).`;
    throw new ProviderError('disk', 'retryable', isFull ? 'disk_full' : 'disk', message, { cause: error });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
