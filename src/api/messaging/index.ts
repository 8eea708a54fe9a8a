import { getInboxRoute } from '#api/messaging/get-inbox.ts';
import { getInboxStatsRoute } from '#api/messaging/get-inbox-stats.ts';
import { getMessageRoute } from '#api/messaging/get-message.ts';
import { listChatsRoute } from '#api/messaging/list-chats.ts';
import { listMessagesRoute } from '#api/messaging/list-messages.ts';
import { markChatReadRoute } from '#api/messaging/mark-chat-read.ts';
import { retryMessageRoute } from '#api/messaging/retry-message.ts';
import { sendMessageRoute } from '#api/messaging/send-message.ts';
import { settleMessageRoute } from '#api/messaging/settle-message.ts';
import { aliasRoute } from '#api/route.ts';

export const messagingRoutes = [
  getInboxRoute,
  getInboxStatsRoute,
  listChatsRoute,
  aliasRoute(listChatsRoute, '/api/messaging/chats', '/api/chats'),
  listMessagesRoute,
  getMessageRoute,
  sendMessageRoute,
  settleMessageRoute,
  retryMessageRoute,
  markChatReadRoute,
] as const;
