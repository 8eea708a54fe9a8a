import { z } from '@hono/zod-openapi';
import { writeBadRows } from '#domain/imports/list-import-rows.ts';
import { attachmentOf } from '#api/files/send-file.ts';
import { IdParams, defineRoute } from '#api/route.ts';

export const getBadRowsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/imports/{id}/bad-rows.csv',
    operationId: 'getBadRows',
    tags: ['Import and export'],
    summary: 'The bad and conflicting rows as a table, with what is wrong with each',
    request: { params: IdParams },
    responses: {
      200: {
        description: 'A CSV file with the columns of the import, the row’s number and its problems.',
        content: { 'text/csv': { schema: z.string() } },
      },
    },
  },
  async (c) => {
    const { name, chunks } = await writeBadRows(c.get('ctx'), { importId: c.req.valid('param').id });
    return c.body(ReadableStream.from(chunks), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': attachmentOf(name),
    });
  },
  { permission: 'data.import', errors: ['not_found'] },
);
