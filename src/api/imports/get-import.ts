import { getImport } from '#domain/imports/list-imports.ts';
import { Import, toImport } from '#api/imports/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getImportRoute = defineRoute(
  {
    method: 'get',
    path: '/api/imports/{id}',
    operationId: 'getImport',
    tags: ['Import and export'],
    summary: 'One import, with the counts of its rows',
    request: { params: IdParams },
    responses: { 200: answer(Import, 'The import.') },
  },
  async (c) => c.json(toImport(await getImport(c.get('ctx'), { importId: c.req.valid('param').id })), 200),
  { permission: 'data.import', errors: ['not_found'] },
);
