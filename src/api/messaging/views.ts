import { z } from '@hono/zod-openapi';
import type { ConversationView } from '#domain/conversations/conversation-view.ts';
import type { MessageView } from '#domain/conversations/message-view.ts';
import { Moment, Named } from '#api/views.ts';

export const Chat = z
  .object({
    id: z.string(),
    channel: z.string(),
    contact: Named,
    lead: Named.nullable(),
    owner: Named.nullable(),
    unreadCount: z.number().int(),
    lastMessage: z.string().nullable(),
    lastMessageAt: Moment,
    createdAt: Moment,
  })
  .openapi('Chat');

export const ChatMessage = z
  .object({
    id: z.string(),
    chatId: z.string(),
    direction: z.enum(['incoming', 'outgoing']),
    status: z.enum(['received', 'queued', 'sent', 'failed', 'unknown']),
    text: z.string(),
    author: Named.nullable(),
    error: z.string().nullable(),
    sentAt: Moment,
    editedAt: Moment.nullable(),
  })
  .openapi('ChatMessage');

/** A conversation in the older system's word. */
export function toChat({
  id,
  channel,
  contact,
  lead,
  owner,
  unreadCount,
  lastMessage,
  lastMessageAt,
  createdAt,
}: ConversationView) {
  const named = { id: contact.id, name: contact.name };
  return {
    id,
    channel,
    contact: named,
    lead,
    owner,
    unreadCount,
    lastMessage: lastMessage?.text ?? null,
    lastMessageAt,
    createdAt,
  };
}

/** One message of a chat. */
export function toChatMessage({
  id,
  conversationId,
  direction,
  status,
  text,
  author,
  error,
  sentAt,
  editedAt,
}: MessageView) {
  return { id, chatId: conversationId, direction, status, text, author, error, sentAt, editedAt };
}
