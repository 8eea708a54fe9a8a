import { ImportRecord } from '#domain/imports/import-fields.ts';
import { listImports } from '#domain/imports/list-imports.ts';
import { Import, toImport } from '#api/imports/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listImportsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/imports',
    operationId: 'listImports',
    tags: ['Import and export'],
    summary: 'Imports, newest first',
    request: { query: PageQuery.extend({ record: ImportRecord.optional() }) },
    responses: { 200: answer(pageOf(Import), 'A page of imports: an admin’s all, others’ their own.') },
  },
  async (c) => {
    const page = await listImports(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toImport), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'data.import' },
);
