import { listConversations } from '#domain/conversations/list-conversations.ts';
import { Chat, toChat } from '#api/messaging/views.ts';
import { PageQuery, answer, defineRoute, pageOf } from '#api/route.ts';

export const listChatsRoute = defineRoute(
  {
    method: 'get',
    path: '/api/messaging/chats',
    operationId: 'listChats',
    tags: ['Messaging'],
    summary: 'Conversations with clients, the latest first',
    request: { query: PageQuery },
    responses: { 200: answer(pageOf(Chat), 'A page of chats.') },
  },
  async (c) => {
    const page = await listConversations(c.get('ctx'), c.req.valid('query'));
    return c.json({ items: page.items.map(toChat), nextCursor: page.nextCursor }, 200);
  },
);
