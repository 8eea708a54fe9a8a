import { z } from '@hono/zod-openapi';
import type { ConversationView } from '#domain/conversations/conversation-view.ts';
import { readMedia } from '#domain/conversations/message-media.ts';
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
    waitingSince: Moment.nullable().describe('The first message that nobody answered.'),
    replyDueAt: Moment.nullable().describe('By when it should be answered, in business hours.'),
    lastMessage: z.string().nullable(),
    lastMessageAt: Moment,
    createdAt: Moment,
  })
  .openapi('Chat');

const ChatMedia = z.object({
  kind: z.string(),
  fileName: z.string().nullable(),
  mimeType: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  durationSec: z.number().nullable(),
});

export const ChatMessage = z
  .object({
    id: z.string(),
    chatId: z.string(),
    direction: z.enum(['incoming', 'outgoing']),
    status: z.enum(['received', 'queued', 'sent', 'failed', 'unknown']),
    text: z.string(),
    media: ChatMedia.nullable(),
    fileId: z.string().nullable().describe('What of the media is stored here.'),
    author: Named.nullable(),
    error: z.string().nullable(),
    sentAt: Moment,
    editedAt: Moment.nullable(),
    deletedAt: Moment.nullable().describe('When it was taken back from the client.'),
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
  waitingSince,
  replyDueAt,
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
    waitingSince,
    replyDueAt,
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
  media: stored,
  fileId,
  deletedAt,
}: MessageView) {
  const media = readMedia(stored);
  const shown = media && {
    kind: media.kind,
    fileName: media.fileName ?? null,
    mimeType: media.mimeType ?? null,
    sizeBytes: media.sizeBytes ?? null,
    durationSec: media.durationSec ?? null,
  };
  const moments = { sentAt, editedAt, deletedAt };
  return { id, chatId: conversationId, direction, status, text, media: shown, fileId, author, error, ...moments };
}
