import { MapImportInput, mapImport } from '#domain/imports/map-import.ts';
import { Import, toImport } from '#api/imports/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const mapImportRoute = defineRoute(
  {
    method: 'put',
    path: '/api/imports/{id}/mapping',
    operationId: 'mapImport',
    tags: ['Import and export'],
    summary: 'Read the columns otherwise, and check the rows anew',
    description: 'It is remembered for the next file with the same headings.',
    request: {
      params: IdParams,
      body: jsonBody(MapImportInput.omit({ importId: true }), {
        mapping: { 'Кому звонить': 'name', Номер: 'phone' },
        matchKey: 'phone',
      }),
    },
    responses: { 200: answer(Import, 'The import, whose rows are being checked again.') },
  },
  async (c) => {
    const input = { ...c.req.valid('json'), importId: c.req.valid('param').id };
    return c.json(toImport(await mapImport(c.get('ctx'), input)), 200);
  },
  { permission: 'data.import', errors: ['not_found', 'conflict'] },
);
