import { requestUndoImport } from '#domain/imports/undo-import.ts';
import { Import, toImport } from '#api/imports/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const undoImportRoute = defineRoute(
  {
    method: 'post',
    path: '/api/imports/{id}/undo',
    operationId: 'undoImport',
    tags: ['Import and export'],
    summary: 'Take an applied import back',
    description: 'What somebody changed or worked with since is kept, and its rows say so.',
    request: { params: IdParams },
    responses: { 202: answer(Import, 'The import, which is being worked on.') },
  },
  async (c) => c.json(toImport(await requestUndoImport(c.get('ctx'), { importId: c.req.valid('param').id })), 202),
  { permission: 'data.import', errors: ['not_found', 'conflict'] },
);
