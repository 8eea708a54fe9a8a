import { z } from '@hono/zod-openapi';
import { openExport } from '#domain/exports/open-export.ts';
import { HttpProblem } from '#api/errors.ts';
import { isValidExportLink } from '#api/files/file-links.ts';
import { sendFile } from '#api/files/send-file.ts';
import { IdParams, defineRoute } from '#api/route.ts';
import { AppError } from '#platform/errors.ts';

const LinkQuery = z.object({
  expires: z.coerce.number().int().min(0).max(10_000_000_000),
  signature: z.string().min(1).max(100),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(20)
    .default(20)
    .describe('Seconds to wait for a file that is being written.'),
});
const bytes = { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } };

export const downloadExportRoute = defineRoute(
  {
    method: 'get',
    path: '/api/exports/{id}/download',
    operationId: 'downloadExport',
    tags: ['Import and export'],
    summary: 'The file of an export, by its signed link',
    description:
      'A file that is still being written is waited for; 409 with Retry-After says that it takes longer. `Range` works.',
    request: { params: IdParams, query: LinkQuery },
    responses: {
      200: { description: 'The file.', content: bytes },
      206: { description: 'The bytes that Range asked for.', content: bytes },
      416: { description: 'The range lies outside the file.' },
    },
  },
  async (c) => {
    const { make } = c.get('deps');
    const { id: exportId } = c.req.valid('param');
    const { wait, ...link } = c.req.valid('query');
    if (!isValidExportLink(make, { exportId, ...link }))
      throw new HttpProblem('forbidden', 'This link is not valid any more. Ask for the export again for a new one.');
    try {
      const file = await openExport(make, { exportId }, { timeoutMs: wait * 1_000, signal: c.req.raw.signal });
      return await sendFile(c, file);
    } catch (error) {
      if (error instanceof AppError && error.reason === 'export.notReady')
        throw new HttpProblem('conflict', error.message, { 'Retry-After': '5' });
      throw error;
    }
  },
  { access: 'public', errors: ['forbidden', 'not_found', 'conflict'] },
);
