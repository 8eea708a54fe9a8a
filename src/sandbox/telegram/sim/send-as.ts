import { finishFormatted } from '../entities/format-text.ts';
import { isAdmin, isPresent, saveChat, setBlocked } from '../chats.ts';
import { postMessage } from '../messages.ts';
import type { NewMessage } from '../messages.ts';
import type { ChatRecord, Entity, MessageContent, MessageRecord } from '../records.ts';
import type { Station } from '../station.ts';
import { SimError } from './command.ts';

export type Draft = MessageContent & { replyToId?: number | undefined; threadId?: number | undefined };

/** A person's message: entities are found as Telegram finds them, writing starts the bot and lifts a block. */
export function sendAs(
  station: Station,
  chat: ChatRecord,
  userId: number,
  draft: Draft,
  extra: Partial<NewMessage> = {},
): MessageRecord {
  assertMayWrite(chat, userId);
  if (chat.type === 'private') {
    if (chat.isBlocked === true) setBlocked(station, chat, false);
    if (chat.hasStarted !== true) {
      chat.hasStarted = true;
      saveChat(station.world, chat);
    }
  }
  const { replyToId, threadId, ...content } = draft;
  const from =
    chat.type === 'channel' ? ({ kind: 'chat', id: chat.id } as const) : ({ kind: 'user', id: userId } as const);
  const message = postMessage(station, chat, { from, content: finishContent(content), replyToId, threadId, ...extra });
  station.world.reads.put(`${userId}/${chat.key}`, { key: `${userId}/${chat.key}`, messageId: message.id });
  return message;
}

export function finishContent(content: MessageContent): MessageContent {
  const finished = { ...content };
  if (content.text !== undefined) {
    const text = finishFormatted({ text: content.text, entities: content.entities ?? [] });
    if (text.text === '') throw new SimError('the message is empty');
    if (text.text.length > 4096) throw new SimError('the message is longer than 4096 characters');
    finished.text = text.text;
    finished.entities = text.entities;
  }
  if (content.caption !== undefined && content.caption !== '') {
    const caption: { text: string; entities: Entity[] } = finishFormatted({
      text: content.caption,
      entities: content.caption_entities ?? [],
    });
    finished.caption = caption.text;
    finished.caption_entities = caption.entities;
  }
  return finished;
}

function assertMayWrite(chat: ChatRecord, userId: number): void {
  if (chat.type === 'private') {
    if (chat.userId !== userId) throw new SimError('this private chat is another person’s');
    return;
  }
  const member = chat.members[userId];
  if (!isPresent(member)) throw new SimError('this person is not in the chat');
  if (chat.type === 'channel' && !isAdmin(member)) throw new SimError('only admins post in a channel');
  if (chat.migratedTo !== undefined) throw new SimError('the group became a supergroup');
}
