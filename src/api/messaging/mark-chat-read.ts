import { z } from '@hono/zod-openapi';
import { markRead } from '#domain/conversations/mark-read.ts';
import { Message } from '#api/views.ts';
import { answer, defineRoute } from '#api/route.ts';

const ChatParams = z.object({ chatId: z.uuid().openapi({ param: { name: 'chatId', in: 'path' } }) });

export const markChatReadRoute = defineRoute(
  {
    method: 'post',
    path: '/api/messaging/chats/{chatId}/mark-all-read',
    operationId: 'markChatRead',
    tags: ['Messaging'],
    summary: 'Mark all messages of a chat as read',
    request: { params: ChatParams },
    responses: { 200: answer(Message, 'Nothing is unread.') },
  },
  async (c) => {
    await markRead(c.get('ctx'), { conversationId: c.req.valid('param').chatId });
    return c.json({ message: 'All messages are read.' }, 200);
  },
  { permission: 'conversations.reply', errors: ['not_found'] },
);
