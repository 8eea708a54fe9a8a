import { AppError } from '#platform/errors.ts';
import { RequestDraftInput, requestDraft } from '#domain/drafts/request-draft.ts';
import { Draft, toDraft } from '#api/drafts/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

export const generateDraftRoute = defineRoute(
  {
    method: 'post',
    path: '/api/ai/drafts/generate',
    operationId: 'generateDraft',
    tags: ['AI'],
    summary: 'Have a reply proposed',
    description:
      'The draft is written in the background: read it again until its status is `ready`. Nothing is sent by itself.',
    request: {
      body: jsonBody(RequestDraftInput, {
        conversationId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        hint: 'Предложить два времени на выбор',
      }),
    },
    responses: { 202: answer(Draft, 'The draft, being written.') },
  },
  async (c) => {
    const draft = await requestDraft(c.get('ctx'), c.req.valid('json'));
    if (!draft)
      throw new AppError(
        'conflict',
        'message.clientUnreachable',
        'This client cannot be written to: they blocked the bot.',
      );
    return c.json(toDraft(draft), 202);
  },
  { permission: 'drafts.write', errors: ['not_found', 'conflict'], isIdempotent: true },
);
