import { discardDraft } from '#domain/drafts/discard-draft.ts';
import { Message } from '#api/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const discardDraftRoute = defineRoute(
  {
    method: 'post',
    path: '/api/ai/drafts/{id}/discard',
    operationId: 'discardDraft',
    tags: ['AI'],
    summary: 'Throw a proposed reply away',
    request: { params: IdParams },
    responses: { 200: answer(Message, 'Discarded.') },
  },
  async (c) => {
    await discardDraft(c.get('ctx'), { draftId: c.req.valid('param').id });
    return c.json({ message: 'The draft is discarded.' }, 200);
  },
  { permission: 'drafts.write', errors: ['not_found', 'conflict'] },
);
