import { actorView } from '../views.ts';
import type { ChatRecord, ContactContent, Entity, InlineButton, MediaKind, MessageRecord } from '../records.ts';
import type { World } from '../world.ts';

export interface SeenActor {
  id: number;
  name: string;
  isBot: boolean;
}

export interface SeenMedia {
  kind: MediaKind;
  contentId: string;
  fileName: string;
  mimeType: string;
  sizeBytes: number;
  durationSec: number;
  title: string;
  isSpoiler: boolean;
}

/** A message as the people in the chat see it. */
export interface SeenMessage {
  chatKey: string;
  messageId: number;
  from: SeenActor;
  dateSec: number;
  isEdited: boolean;
  /** Every change counts, also of the keyboard alone. */
  editCount: number;
  /** Text or caption. */
  text: string;
  entities: Entity[];
  media: SeenMedia | null;
  contact: ContactContent | null;
  location: { latitude: number; longitude: number } | null;
  dice: { emoji: string; value: number } | null;
  /** A service line ("Anna joined"), else null. */
  service: string | null;
  buttons: InlineButton[][];
  replyTo: { messageId: number; name: string; text: string } | null;
  forwardedFrom: string | null;
  threadId: number | null;
  isPinned: boolean;
  mediaGroupId: string | null;
  reactions: { emoji: string; actorIds: number[] }[];
}

export function actorOf(world: World, id: number): SeenActor {
  const view = actorView(world, id);
  const name = [view['first_name'], view['last_name']]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
  return { id, name: name === '' ? 'Deleted account' : name, isBot: view['is_bot'] === true };
}

export function seeMessage(world: World, chat: ChatRecord, message: MessageRecord): SeenMessage {
  const { content } = message;
  const file = content.media === undefined ? undefined : world.files.get(content.media.contentId);
  const replied = message.replyToId === undefined ? undefined : world.findMessage(chat.key, message.replyToId);
  return {
    chatKey: chat.key,
    messageId: message.id,
    from:
      message.from.kind === 'chat'
        ? { id: chat.id, name: chat.title ?? '', isBot: false }
        : actorOf(world, message.from.id),
    dateSec: message.dateSec,
    isEdited: message.editDateSec !== undefined,
    editCount: message.editCount,
    text: content.text ?? content.caption ?? '',
    entities: content.entities ?? content.caption_entities ?? [],
    media:
      content.media === undefined || file === undefined
        ? null
        : {
            kind: content.media.kind,
            contentId: file.contentId,
            fileName: file.fileName,
            mimeType: file.mimeType,
            sizeBytes: file.sizeBytes,
            durationSec: content.media.durationSec ?? 0,
            title: [content.media.performer, content.media.title].filter(Boolean).join(' — '),
            isSpoiler: content.media.hasSpoiler === true,
          },
    contact: content.contact ?? null,
    location: content.location ?? null,
    dice: content.dice ?? null,
    service: describeService(world, message),
    buttons: message.markup !== undefined && 'inline_keyboard' in message.markup ? message.markup.inline_keyboard : [],
    replyTo:
      replied === undefined
        ? null
        : { messageId: replied.id, name: senderName(world, chat, replied), text: summaryOf(world, replied) },
    forwardedFrom: forwardName(world, message),
    threadId: message.threadId ?? null,
    isPinned: chat.pinned.includes(message.id),
    mediaGroupId: message.mediaGroupId ?? null,
    reactions: reactionsOf(message),
  };
}

/** One line that stands for the message in lists, replies and notices. */
export function summaryOf(world: World, message: MessageRecord): string {
  const { content } = message;
  const text = content.text ?? content.caption;
  if (text !== undefined) return text;
  const service = describeService(world, message);
  if (service !== null) return service;
  if (content.media !== undefined) {
    const names: Record<MediaKind, string> = {
      photo: '🖼 Photo',
      audio: '🎵 Audio',
      voice: '🎤 Voice message',
      document: '📎 File',
      video: '🎬 Video',
      animation: 'GIF',
      video_note: '🎬 Video message',
      sticker: 'Sticker',
    };
    const file = world.files.get(content.media.contentId);
    return content.media.kind === 'document' && file !== undefined ? `📎 ${file.fileName}` : names[content.media.kind];
  }
  if (content.contact !== undefined) return `👤 ${content.contact.first_name}`;
  if (content.location !== undefined) return '📍 Location';
  return content.dice?.emoji ?? '';
}

export function senderName(world: World, chat: ChatRecord, message: MessageRecord): string {
  return message.from.kind === 'chat' ? (chat.title ?? '') : actorOf(world, message.from.id).name;
}

function forwardName(world: World, message: MessageRecord): string | null {
  const origin = message.forwardOrigin;
  if (origin === undefined) return null;
  return origin.type === 'user' ? actorOf(world, origin.senderId).name : (world.chats.get(origin.chatKey)?.title ?? '');
}

function describeService(world: World, message: MessageRecord): string | null {
  const { service } = message.content;
  if (service === undefined) return null;
  const who = message.from.kind === 'chat' ? 'Channel' : actorOf(world, message.from.id).name;
  switch (service.kind) {
    case 'new_chat_members':
      return `${service.userIds.map((id) => actorOf(world, id).name).join(', ')} joined the group`;
    case 'left_chat_member':
      return `${actorOf(world, service.userId).name} left the group`;
    case 'pinned_message': {
      const pinned = world.findMessage(message.chatKey, service.messageId);
      return `${who} pinned “${pinned === undefined ? '…' : summaryOf(world, pinned).slice(0, 40)}”`;
    }
    case 'plain': {
      const { fields } = service;
      if ('forum_topic_created' in fields)
        return `Topic “${(fields['forum_topic_created'] as { name?: string }).name ?? ''}” created`;
      if ('new_chat_title' in fields) return `${who} renamed the group to “${String(fields['new_chat_title'])}”`;
      if ('migrate_to_chat_id' in fields) return 'The group became a supergroup';
      if ('web_app_data' in fields) return 'Data from the app was sent to the bot';
      if ('users_shared' in fields || 'chat_shared' in fields) return 'Shared with the bot';
      return 'Service message';
    }
  }
}

function reactionsOf(message: MessageRecord): { emoji: string; actorIds: number[] }[] {
  const byEmoji = new Map<string, number[]>();
  for (const [actorId, emojis] of Object.entries(message.reactions ?? {})) {
    for (const emoji of emojis) byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), Number(actorId)]);
  }
  return [...byEmoji].map(([emoji, actorIds]) => ({ emoji, actorIds }));
}
