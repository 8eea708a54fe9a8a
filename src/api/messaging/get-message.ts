import { getMessage } from '#domain/conversations/get-message.ts';
import { ChatMessage, toChatMessage } from '#api/messaging/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

export const getMessageRoute = defineRoute(
  {
    method: 'get',
    path: '/api/messaging/messages/{id}',
    operationId: 'getMessage',
    tags: ['Messaging'],
    summary: 'One message',
    request: { params: IdParams },
    responses: { 200: answer(ChatMessage, 'The message.') },
  },
  async (c) => c.json(toChatMessage(await getMessage(c.get('ctx'), { messageId: c.req.valid('param').id })), 200),
  { permission: 'leads.read', errors: ['not_found'] },
);
