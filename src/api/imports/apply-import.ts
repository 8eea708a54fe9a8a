import { requestApplyImport } from '#domain/imports/apply-import.ts';
import { Import, toImport } from '#api/imports/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const applyImportRoute = defineRoute(
  {
    method: 'post',
    path: '/api/imports/{id}/apply',
    operationId: 'applyImport',
    tags: ['Import and export'],
    summary: 'Write the checked rows as records, all or none',
    description:
      'Conflicting and bad rows are left out. It is done when the status is `applied`; asking twice applies once.',
    request: { params: IdParams },
    responses: { 202: answer(Import, 'The import, which is being worked on.') },
  },
  async (c) => c.json(toImport(await requestApplyImport(c.get('ctx'), { importId: c.req.valid('param').id })), 202),
  { permission: 'data.import', errors: ['not_found', 'conflict'] },
);
