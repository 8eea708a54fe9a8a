import { z } from '@hono/zod-openapi';
import { sendMessage } from '#domain/conversations/send-message.ts';
import { ChatMessage, toChatMessage } from '#api/messaging/views.ts';
import { answer, defineRoute, jsonBody } from '#api/route.ts';

const SendBody = z.strictObject({ chatId: z.uuid(), text: z.string().trim().min(1).max(4_096) });

export const sendMessageRoute = defineRoute(
  {
    method: 'post',
    path: '/api/messaging/send',
    operationId: 'sendMessage',
    tags: ['Messaging'],
    summary: 'Write to a client',
    request: {
      body: jsonBody(SendBody, {
        chatId: '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b',
        text: 'Добрый день! Ждём вас в субботу в 12:00.',
      }),
    },
    responses: { 201: answer(ChatMessage, 'The message, on its way.') },
  },
  async (c) => {
    const { chatId, text } = c.req.valid('json');
    return c.json(toChatMessage(await sendMessage(c.get('ctx'), { conversationId: chatId, text })), 201);
  },
  { permission: 'conversations.reply', errors: ['not_found', 'conflict'], isIdempotent: true },
);
