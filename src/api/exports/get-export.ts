import { getExport } from '#domain/exports/list-exports.ts';
import { Export, toExport } from '#api/exports/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getExportRoute = defineRoute(
  {
    method: 'get',
    path: '/api/exports/{id}',
    operationId: 'getExport',
    tags: ['Import and export'],
    summary: 'One of the caller’s own exports, with a fresh link',
    request: { params: IdParams },
    responses: { 200: answer(Export, 'The export.') },
  },
  async (c) => {
    const view = await getExport(c.get('ctx'), { exportId: c.req.valid('param').id });
    return c.json(toExport(c.get('deps'), view), 200);
  },
  { permission: 'data.export', errors: ['not_found'] },
);
