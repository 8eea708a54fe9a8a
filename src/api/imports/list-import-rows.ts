import { z } from '@hono/zod-openapi';
import { listImportRows } from '#domain/imports/list-import-rows.ts';
import { ImportVerdict } from '#prisma/generated/enums.ts';
import { ImportRow } from '#api/imports/views.ts';
import { IdParams, PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listImportRowsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/imports/{id}/rows',
    operationId: 'listImportRows',
    tags: ['Import and export'],
    summary: 'The rows of an import, with what will become of each',
    request: { params: IdParams, query: PageQuery.extend({ verdict: z.enum(ImportVerdict).optional() }) },
    responses: { 200: answer(pageOf(ImportRow), 'A page of rows in the order of the file.') },
  },
  async (c) => {
    const input = { importId: c.req.valid('param').id, ...c.req.valid('query') };
    return c.json(await listImportRows(c.get('ctx'), input), 200);
  },
  { permission: 'data.import', errors: ['not_found'] },
);
