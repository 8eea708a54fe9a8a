import { measureStream } from '#platform/measured-stream.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

/** Files in memory. */
export function createFakeStorage(): FileStorage & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    put: async (key, bytes) => void files.set(key, bytes),
    async putStream(key, chunks, { maxBytes }) {
      const measured = measureStream(chunks, maxBytes);
      const parts: Uint8Array[] = [];
      for await (const chunk of measured) parts.push(chunk);
      files.set(key, Buffer.concat(parts));
      return measured.result();
    },
    async open(key, range) {
      const bytes = files.get(key);
      if (!bytes) return null;
      const part = range ? bytes.slice(range.start, range.end + 1) : bytes;
      return new ReadableStream({
        start(controller) {
          controller.enqueue(part);
          controller.close();
        },
      });
    },
    size: async (key) => files.get(key)?.byteLength ?? null,
    delete: async (key) => void files.delete(key),
  };
}
