import { UndoMergeInput, undoMerge } from '#domain/merges/undo-merge.ts';
import { Merge } from '#api/merges/views.ts';
import { IdParams, answer, defineRoute, optionalJsonBody } from '#api/route.ts';

export const undoMergeRoute = defineRoute(
  {
    method: 'post',
    path: '/api/merges/{id}/undo',
    operationId: 'undoMerge',
    tags: ['Duplicates'],
    summary: 'Make two records of one again',
    description:
      'Everything is as it was before the merge; what was added since stays with the survivor. When something the merge ' +
      'wrote was changed since, it refuses (409, `merge.changedSince`) unless `force` lets those changes stay.',
    request: { params: IdParams, body: optionalJsonBody(UndoMergeInput.omit({ mergeId: true }), { force: false }) },
    responses: { 200: answer(Merge, 'The merge, undone.') },
  },
  async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await undoMerge(c.get('ctx'), { ...c.req.valid('json'), mergeId: id }), 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'conflict'] },
);
