import type { FileView } from '#domain/files/find-linked-file.ts';
import { notFound } from '#domain/not-found.ts';
import type { ApiContext } from '#api/env.ts';
import { parseByteRange } from '#api/files/byte-range.ts';

/** Answers with a stored file, or with the part of it that Range asks for; `file.notFound` when storage has it no more. */
export async function sendFile(c: ApiContext, file: FileView | null) {
  const { storage } = c.get('deps');
  const sizeBytes = file && (await storage.size(file.storageKey));
  if (!file || sizeBytes === null) throw notFound('file');
  const range = parseByteRange(c.req.header('range'), sizeBytes);
  if (range === 'unsatisfiable') return c.body(null, 416, { 'Content-Range': `bytes */${sizeBytes}` });
  const headers = fileHeaders(file, range ? range.end - range.start + 1 : sizeBytes);
  if (range) headers['Content-Range'] = `bytes ${range.start}-${range.end}/${sizeBytes}`;
  const status = range ? 206 : 200;
  if (c.req.method === 'HEAD') return c.body(null, status, headers);
  const stream = await storage.open(file.storageKey, range ?? undefined);
  if (!stream) throw notFound('file');
  return c.body(stream, status, headers);
}

/** The header that has a browser save a file under this name instead of showing it. */
export function attachmentOf(name: string): string {
  const plainName = name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}

function fileHeaders(file: FileView, length: number): Record<string, string> {
  const isPlain = /^[a-z]+\/[a-z0-9.+-]+$/i.test(file.mimeType);
  return {
    'Content-Type': isPlain
      ? `${file.mimeType}${file.mimeType === 'text/csv' ? '; charset=utf-8' : ''}`
      : 'application/octet-stream',
    'Content-Length': String(length),
    'Content-Disposition': attachmentOf(file.name),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=3600',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  };
}
