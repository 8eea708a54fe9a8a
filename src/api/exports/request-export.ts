import { z } from '@hono/zod-openapi';
import { exportListNames } from '#domain/exports/export-lists.ts';
import { requestExport } from '#domain/exports/request-export.ts';
import type { RequestExportInput } from '#domain/exports/request-export.ts';
import { wholeOrganization } from '#domain/exports/policy.ts';
import { Export, toExport } from '#api/exports/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const Body = z.strictObject({
  list: z.enum([...exportListNames, wholeOrganization]),
  format: z
    .enum(['csv', 'xlsx', 'tar.gz'])
    .optional()
    .describe('`tar.gz` for the whole organization, else csv or xlsx.'),
  filters: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What the list itself takes as its query, but for pages; moments are ISO 8601.'),
});

export const requestExportRoute = defineRoute(
  {
    method: 'post',
    path: '/api/exports',
    operationId: 'requestExport',
    tags: ['Import and export'],
    summary: 'Write a list into a file',
    description:
      'It holds what the caller may see, by the list’s own filters. `organization` is everything as JSON lines and files, for admins. The link can be opened at once: it waits for the file.',
    request: { body: jsonBody(Body, { list: 'leads', format: 'xlsx', filters: { open: true } }) },
    responses: { 202: answer(Export, 'The export, which is being written.') },
  },
  async (c) => {
    // The operation checks the filters by the list's own input.
    const input: RequestExportInput = c.req.valid('json');
    return c.json(toExport(c.get('deps'), await requestExport(c.get('ctx'), input)), 202);
  },
  { permission: 'data.export', isIdempotent: true },
);
