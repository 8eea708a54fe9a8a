import { botsSeeing, readersOf, saveChat } from './chats.ts';
import type {
  ChatRecord,
  ForwardOrigin,
  MessageContent,
  MessageRecord,
  ReplyMarkup,
  Sender,
  ServiceContent,
} from './records.ts';
import type { Station } from './station.ts';
import type { UpdateKindName } from './update-kinds.ts';
import { messageView } from './views.ts';

export interface NewMessage {
  from: Sender;
  content: MessageContent;
  replyToId?: number | undefined;
  threadId?: number | undefined;
  markup?: ReplyMarkup | undefined;
  forwardOrigin?: ForwardOrigin | undefined;
  mediaGroupId?: string | undefined;
  viaBotId?: number | undefined;
  isSilent?: boolean | undefined;
  isProtected?: boolean | undefined;
}

/** Puts a message into a chat and tells everybody whom it concerns. Call it inside an act. */
export function postMessage(station: Station, chat: ChatRecord, fields: NewMessage): MessageRecord {
  const { world } = station;
  // One bot counts the messages of all its private chats together, as Telegram does for one account.
  const sequence = chat.type === 'private' ? `message:bot:${chat.botId}` : `message:chat:${chat.key}`;
  const id = world.next(sequence);
  const message: MessageRecord = {
    key: `${chat.key}/${id}`,
    chatKey: chat.key,
    id,
    dateSec: world.nowSec(),
    editCount: 0,
    ...fields,
  };
  world.putMessage(message);
  station.drafts.delete(chat.key);
  showKeyboard(station, chat, message);
  world.announce({ type: 'message', chatKey: chat.key, messageId: id });
  const kind = chat.type === 'channel' ? 'channel_post' : 'message';
  tellBots(station, chat, message, kind);
  return message;
}

export function postService(station: Station, chat: ChatRecord, from: Sender, service: ServiceContent): MessageRecord {
  return postMessage(station, chat, { from, content: { service } });
}

/** Stores a changed message; a new keyboard alone is no visible edit. `byUser` = a person edited it, so the bots hear of it. */
export function storeEdit(
  station: Station,
  chat: ChatRecord,
  message: MessageRecord,
  { isContentEdit, byUser }: { isContentEdit: boolean; byUser: boolean },
): void {
  const { world } = station;
  message.editCount += 1;
  if (isContentEdit) message.editDateSec = world.nowSec();
  world.putMessage(message);
  world.announce({ type: 'edit', chatKey: chat.key, messageId: message.id });
  if (byUser) tellBots(station, chat, message, chat.type === 'channel' ? 'edited_channel_post' : 'edited_message');
}

export function removeMessage(station: Station, chat: ChatRecord, message: MessageRecord): void {
  const { world } = station;
  world.deleteMessage(message);
  if (chat.pinned.includes(message.id) || chat.keyboard?.messageId === message.id) {
    chat.pinned = chat.pinned.filter((id) => id !== message.id);
    if (chat.keyboard?.messageId === message.id) chat.keyboard = undefined;
    saveChat(world, chat);
  }
  world.announce({ type: 'delete', chatKey: chat.key, messageId: message.id });
}

function tellBots(station: Station, chat: ChatRecord, message: MessageRecord, kind: UpdateKindName): void {
  for (const bot of botsSeeing(station.world, chat, message)) {
    station.delivery.enqueue(bot, kind, chat.id, messageView(station.world, message, bot.id));
  }
}

function showKeyboard(station: Station, chat: ChatRecord, message: MessageRecord): void {
  const markup = message.markup;
  if (markup === undefined || 'inline_keyboard' in markup || 'force_reply' in markup) return;
  const { world } = station;
  const repliedTo = message.replyToId === undefined ? undefined : world.findMessage(chat.key, message.replyToId);
  const everyone = readersOf(world, chat);
  const aimedAt = markup.selective === true && repliedTo?.from.kind === 'user' ? [repliedTo.from.id] : everyone;
  if ('keyboard' in markup) {
    chat.keyboard = { messageId: message.id, markup, userIds: aimedAt };
  } else {
    const left = chat.keyboard?.userIds.filter((id) => !aimedAt.includes(id)) ?? [];
    chat.keyboard = chat.keyboard === undefined || left.length === 0 ? undefined : { ...chat.keyboard, userIds: left };
  }
  saveChat(world, chat);
}
