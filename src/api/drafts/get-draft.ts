import { getDraft } from '#domain/drafts/get-draft.ts';
import { Draft, toDraft } from '#api/drafts/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getDraftRoute = defineRoute(
  {
    method: 'get',
    path: '/api/ai/drafts/{id}',
    operationId: 'getDraft',
    tags: ['AI'],
    summary: 'One proposed reply',
    request: { params: IdParams },
    responses: { 200: answer(Draft, 'The draft.') },
  },
  async (c) => c.json(toDraft(await getDraft(c.get('ctx'), { draftId: c.req.valid('param').id })), 200),
  { errors: ['not_found'] },
);
