import { listExports } from '#domain/exports/list-exports.ts';
import { Export, toExport } from '#api/exports/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listExportsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/exports',
    operationId: 'listExports',
    tags: ['Import and export'],
    summary: 'The caller’s own exports, newest first',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(Export), 'A page of exports.') },
  },
  async (c) => {
    const page = await listExports(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map((one) => toExport(c.get('deps'), one)), nextCursor: page.nextCursor }, 200);
  },
  { permission: 'data.export' },
);
