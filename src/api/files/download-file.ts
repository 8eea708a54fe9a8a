import { z } from '@hono/zod-openapi';
import { findLinkedFile } from '#domain/files/find-linked-file.ts';
import { HttpProblem } from '#api/errors.ts';
import { isValidFileLink } from '#api/files/file-links.ts';
import { sendFile } from '#api/files/send-file.ts';
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
    const { make } = c.get('deps');
    const { id: fileId } = c.req.valid('param');
    if (!isValidFileLink(make, { fileId, ...c.req.valid('query') })) {
      throw new HttpProblem('forbidden', 'This link is not valid any more. Open the record again for a new one.');
    }
    return sendFile(c, await findLinkedFile(make, fileId));
  },
  { access: 'public', errors: ['forbidden', 'not_found'] },
);
