import { retryMessage } from '#domain/conversations/retry-message.ts';
import { ChatMessage, toChatMessage } from '#api/messaging/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const retryMessageRoute = defineRoute(
  {
    method: 'post',
    path: '/api/messaging/messages/{id}/retry',
    operationId: 'retryMessage',
    tags: ['Messaging'],
    summary: 'Send a message again that did not arrive',
    request: { params: IdParams },
    responses: { 200: answer(ChatMessage, 'The message, on its way again.') },
  },
  async (c) => c.json(toChatMessage(await retryMessage(c.get('ctx'), { messageId: c.req.valid('param').id })), 200),
  { permission: 'conversations.reply', errors: ['not_found', 'conflict'] },
);
