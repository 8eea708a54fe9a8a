import { z } from '@hono/zod-openapi';
import type { ExportView } from '#domain/exports/export-view.ts';
import type { ApiDeps } from '#api/deps.ts';
import { signExportUrl } from '#api/files/file-links.ts';
import { Moment } from '#api/views.ts';

export const Export = z
  .object({
    id: z.string(),
    list: z.string(),
    format: z.string(),
    status: z.enum(['queued', 'running', 'ready', 'failed', 'expired']),
    rowCount: z.number().int().nullable(),
    error: z.string().nullable(),
    createdById: z.string(),
    createdAt: Moment,
    finishedAt: Moment.nullable(),
    fileExpiresAt: Moment.nullable().describe('When the file is thrown away.'),
    download_url: z.string().nullable().describe('Works without a token until `expires_at`.'),
    expires_at: Moment.nullable(),
  })
  .openapi('Export');

/** An export with a fresh link, unless there is nothing to download any more. */
export function toExport(deps: ApiDeps, { expiresAt, ...view }: ExportView) {
  const hasLink = view.status !== 'failed' && view.status !== 'expired';
  const link = hasLink ? signExportUrl(deps, view.id) : { download_url: null, expires_at: null };
  return { ...view, fileExpiresAt: expiresAt, ...link };
}
