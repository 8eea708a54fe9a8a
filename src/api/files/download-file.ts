import { z } from '@hono/zod-openapi';
import { findLinkedFile } from '#domain/files/find-linked-file.ts';
import type { FileView } from '#domain/files/find-linked-file.ts';
import { notFound } from '#domain/not-found.ts';
import { HttpProblem } from '#api/errors.ts';
import { parseByteRange } from '#api/files/byte-range.ts';
import { isValidFileLink } from '#api/files/file-links.ts';
import { defineRoute } from '#api/route.ts';

const LinkParams = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) });
const LinkQuery = z.object({
  expires: z.coerce.number().int().min(0).max(10_000_000_000),
  signature: z.string().min(1).max(100),
});
const bytes = { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } };

export const downloadFileRoute = defineRoute(
  {
    method: 'get',
    path: '/files/{id}',
    operationId: 'downloadFile',
    tags: ['Files'],
    summary: 'A stored file, by a signed link',
    description: 'Links come with the records that have files, work for an hour, and take `Range` requests.',
    request: { params: LinkParams, query: LinkQuery },
    responses: {
      200: { description: 'The file.', content: bytes },
      206: { description: 'The bytes that Range asked for.', content: bytes },
      416: { description: 'The range lies outside the file.' },
    },
  },
  async (c) => {
    const { make, storage } = c.get('deps');
    const { id: fileId } = c.req.valid('param');
    if (!isValidFileLink(make, { fileId, ...c.req.valid('query') })) {
      throw new HttpProblem('forbidden', 'This link is not valid any more. Open the record again for a new one.');
    }
    const file = await findLinkedFile(make, fileId);
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
  },
  { access: 'public', errors: ['forbidden', 'not_found'] },
);

function fileHeaders(file: FileView, length: number): Record<string, string> {
  const plainName = file.name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return {
    'Content-Type': /^[a-z]+\/[a-z0-9.+-]+$/i.test(file.mimeType) ? file.mimeType : 'application/octet-stream',
    'Content-Length': String(length),
    'Content-Disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=3600',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
}
