import { z } from '@hono/zod-openapi';
import { getDraft } from '#domain/drafts/get-draft.ts';
import { sendDraft } from '#domain/drafts/send-draft.ts';
import { ChatMessage, toChatMessage } from '#api/messaging/views.ts';
import { IdParams, answer, defineRoute, optionalJsonBody } from '#api/route.ts';

const SendDraftBody = z.strictObject({
  revision: z.number().int().min(1).optional(),
  text: z
    .string()
    .trim()
    .min(1)
    .max(4_096)
    .optional()
    .describe('The edited text; without it the draft is sent as it is.'),
});

export const sendDraftRoute = defineRoute(
  {
    method: 'post',
    path: '/api/ai/drafts/{id}/send',
    operationId: 'sendDraft',
    tags: ['AI'],
    summary: 'Send a proposed reply',
    request: { params: IdParams, body: optionalJsonBody(SendDraftBody, {}) },
    responses: { 200: answer(ChatMessage, 'The message, on its way.') },
  },
  async (c) => {
    const ctx = c.get('ctx');
    const { id: draftId } = c.req.valid('param');
    const { text, ...given } = c.req.valid('json');
    const revision = given.revision ?? (await getDraft(ctx, { draftId })).revision;
    const message = await sendDraft(ctx, { draftId, revision, ...(text === undefined ? {} : { text }) });
    return c.json(toChatMessage(message), 200);
  },
  { permission: 'conversations.reply', errors: ['not_found', 'conflict', 'stale'] },
);
