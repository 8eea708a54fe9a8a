import { dismissDuplicate } from '#domain/duplicates/dismiss-duplicate.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';
import { Message } from '#api/views.ts';

export const dismissDuplicateRoute = defineRoute(
  {
    method: 'post',
    path: '/api/duplicates/{id}/dismiss',
    operationId: 'dismissDuplicate',
    tags: ['Duplicates'],
    summary: 'Say that the two records are different',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'They will not be suggested again.') },
  },
  async (c) => {
    await dismissDuplicate(c.get('ctx'), { duplicateId: c.req.valid('param').id });
    return c.json({ message: 'These two are different and will not be suggested again.' }, 200);
  },
  { permission: 'contacts.write', errors: ['not_found', 'conflict'] },
);
