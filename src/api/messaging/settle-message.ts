import { SettleUnknownMessageInput, settleUnknownMessage } from '#domain/conversations/settle-unknown-message.ts';
import { ChatMessage, toChatMessage } from '#api/messaging/views.ts';
import { IdParams, answer, defineRoute, jsonBody } from '#api/route.ts';

export const settleMessageRoute = defineRoute(
  {
    method: 'post',
    path: '/api/messaging/messages/{id}/settle',
    operationId: 'settleMessage',
    tags: ['Messaging'],
    summary: 'Say whether a message of unknown fate arrived',
    description: '`sendAgain` may bring it to the client twice.',
    request: {
      params: IdParams,
      body: jsonBody(SettleUnknownMessageInput.omit({ messageId: true }), { decision: 'arrived' }),
    },
    responses: { 200: answer(ChatMessage, 'The message as it is now.') },
  },
  async (c) => {
    const message = await settleUnknownMessage(c.get('ctx'), {
      ...c.req.valid('json'),
      messageId: c.req.valid('param').id,
    });
    return c.json(toChatMessage(message), 200);
  },
  { permission: 'conversations.reply', errors: ['not_found', 'conflict'] },
);
