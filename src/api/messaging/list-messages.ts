import { z } from '@hono/zod-openapi';
import { listMessages } from '#domain/conversations/list-messages.ts';
import { ChatMessage, toChatMessage } from '#api/messaging/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listMessagesRoute = defineRoute(
  {
    method: 'get',
    path: '/api/messaging/messages',
    operationId: 'listMessages',
    tags: ['Messaging'],
    summary: 'Messages of a chat, newest first',
    request: { query: PageQuery.extend({ chatId: z.uuid() }) },
    responses: { 200: answer(pageOf(ChatMessage), 'A page of messages.') },
  },
  async (c) => {
    const { chatId, ...page } = c.req.valid('query');
    const messages = await listMessages(c.get('ctx'), { ...page, conversationId: chatId });
    return c.json({ items: messages.items.map(toChatMessage), nextCursor: messages.nextCursor }, 200);
  },
  { errors: ['not_found'] },
);
