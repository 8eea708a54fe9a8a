import { z } from '@hono/zod-openapi';
import { ImportCounts, ImportOptions, ImportRecord } from '#domain/imports/import-fields.ts';
import type { ImportView } from '#domain/imports/import-view.ts';
import { ImportStatus, ImportVerdict } from '#prisma/generated/enums.ts';
import { Moment } from '#api/views.ts';

export const Import = z
  .object({
    id: z.string(),
    record: ImportRecord,
    status: z
      .enum(ImportStatus)
      .describe('`checked` waits for its applying; `failed` names its reason in `error`; the rest goes on by itself.'),
    fileName: z.string(),
    columns: z
      .array(z.object({ heading: z.string(), field: z.string().nullable() }))
      .describe('How the columns are read; a column without a field is not read.'),
    matchKey: z.string(),
    options: ImportOptions,
    counts: ImportCounts,
    position: z.number().int().describe('The row of the file that was looked at last.'),
    error: z.string().nullable(),
    createdById: z.string().nullable(),
    createdAt: Moment,
    appliedAt: Moment.nullable(),
    undoneAt: Moment.nullable(),
  })
  .openapi('Import');

export const ImportRow = z
  .object({
    number: z.number().int().describe('As a spreadsheet program numbers it; the headings are row 1.'),
    verdict: z.enum(ImportVerdict),
    reasons: z.array(z.object({ field: z.string(), problem: z.string() })),
    values: z.record(z.string(), z.string()),
    recordId: z.string().nullable(),
  })
  .openapi('ImportRow');

/** The domain's view is already the API's shape. */
export function toImport(view: ImportView): ImportView {
  return view;
}
