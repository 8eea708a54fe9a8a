import { z } from '@hono/zod-openapi';
import { requestExport } from '#domain/exports/request-export.ts';
import type { RequestExportInput } from '#domain/exports/request-export.ts';
import { signExportUrl } from '#api/files/file-links.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';
import { Moment } from '#api/views.ts';

const Body = z.strictObject({
  format: z.enum(['csv', 'xlsx']),
  calls: z.array(z.uuid()).max(10_000).optional().describe('Only these calls.'),
  filters: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('As the list of calls: search, status, type, sentiment, manager, dateFrom, dateTo.'),
});

export const exportCallsRoute = defineRoute(
  {
    method: 'post',
    path: '/api/calls/export',
    operationId: 'exportCalls',
    tags: ['Calls'],
    summary: 'Write calls into a file',
    description: 'The link works at once and for an hour: while the file is still being written, opening it waits.',
    request: { body: jsonBody(Body, { format: 'csv', filters: { status: 'completed', sentiment: 'negative' } }) },
    responses: {
      200: answer(z.object({ download_url: z.string(), expires_at: Moment }).openapi('CallsExport'), 'The link.'),
    },
  },
  async (c) => {
    const { format, calls, filters } = c.req.valid('json');
    // The operation checks the filters by the list's own input.
    const input = {
      list: 'calls',
      format,
      filters: { ...filters, ...(calls ? { ids: calls } : {}) },
    } as RequestExportInput;
    const { id: exportId } = await requestExport(c.get('ctx'), input);
    return c.json(signExportUrl(c.get('deps'), exportId), 200);
  },
  { permission: 'data.export', isIdempotent: true },
);
