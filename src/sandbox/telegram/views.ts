import { badRequest } from './api-error.ts';
import { mediaKinds } from './records.ts';
import type {
  BotRecord,
  ChatRecord,
  Entity,
  ForwardOrigin,
  MediaKind,
  MediaRecord,
  MessageRecord,
  Sender,
  ServiceContent,
  UserRecord,
} from './records.ts';
import type { World } from './world.ts';

/** Records as the Bot API shows them to one bot (a `file_id` is good for that bot only). */
export type Json = Record<string, unknown>;

export function userView(user: UserRecord): Json {
  return dropUndefined({
    id: user.id,
    is_bot: false,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    language_code: user.languageCode,
  });
}

export function botView(bot: BotRecord): Json {
  return { id: bot.id, is_bot: true, first_name: bot.firstName, username: bot.username };
}

/** A user or bot by id; an id nobody has is shown as Telegram shows a deleted account. */
export function actorView(world: World, id: number): Json {
  const bot = world.bots.get(String(id));
  if (bot !== undefined) return botView(bot);
  const user = world.users.get(String(id));
  return user === undefined ? { id, is_bot: false, first_name: '' } : userView(user);
}

export function chatView(world: World, chat: ChatRecord): Json {
  if (chat.type === 'private') {
    const user = world.users.get(String(chat.userId));
    return dropUndefined({
      id: chat.id,
      type: 'private',
      first_name: user?.firstName,
      last_name: user?.lastName,
      username: user?.username,
    });
  }
  return dropUndefined({
    id: chat.id,
    type: chat.type,
    title: chat.title,
    username: chat.username,
    is_forum: chat.isForum === true ? true : undefined,
  });
}

/** The message as a `Message` object; a reply carries the message it answers, one level deep. */
export function messageView(world: World, message: MessageRecord, botId: number, withReply = true): Json {
  const chat = world.chats.get(message.chatKey);
  const { media, service, entities, caption_entities: captionEntities, ...plain } = message.content;
  const replied = message.replyToId === undefined ? undefined : world.findMessage(message.chatKey, message.replyToId);
  const markup = message.markup;
  return dropUndefined({
    message_id: message.id,
    ...(message.threadId === undefined ? {} : { message_thread_id: message.threadId, is_topic_message: true }),
    ...senderView(world, message.from, chat),
    chat: chat === undefined ? { id: 0, type: 'private' } : chatView(world, chat),
    date: message.dateSec,
    edit_date: message.editDateSec,
    ...(message.forwardOrigin === undefined ? {} : { forward_origin: originView(world, message.forwardOrigin) }),
    ...(replied !== undefined && withReply ? { reply_to_message: messageView(world, replied, botId, false) } : {}),
    via_bot: message.viaBotId === undefined ? undefined : actorView(world, message.viaBotId),
    media_group_id: message.mediaGroupId,
    has_protected_content: message.isProtected === true ? true : undefined,
    ...plain,
    entities: entitiesView(world, entities),
    caption_entities: entitiesView(world, captionEntities),
    ...(media === undefined ? {} : mediaView(world, media, botId)),
    ...(service === undefined ? {} : serviceView(world, service, message, botId)),
    reply_markup:
      markup !== undefined && 'inline_keyboard' in markup && markup.inline_keyboard.length > 0 ? markup : undefined,
  });
}

function senderView(world: World, from: Sender, chat: ChatRecord | undefined): Json {
  if (from.kind !== 'chat') return { from: actorView(world, from.id) };
  const author = world.chats.get(String(from.id)) ?? chat;
  return author === undefined ? {} : { sender_chat: chatView(world, author) };
}

function originView(world: World, origin: ForwardOrigin): Json {
  if (origin.type === 'user')
    return { type: 'user', date: origin.date, sender_user: actorView(world, origin.senderId) };
  const chat = world.chats.get(origin.chatKey);
  const shown = chat === undefined ? {} : chatView(world, chat);
  return origin.type === 'channel'
    ? { type: 'channel', date: origin.date, chat: shown, message_id: origin.messageId }
    : { type: 'chat', date: origin.date, sender_chat: shown };
}

function serviceView(world: World, service: ServiceContent, message: MessageRecord, botId: number): Json {
  switch (service.kind) {
    case 'new_chat_members':
      return { new_chat_members: service.userIds.map((id) => actorView(world, id)) };
    case 'left_chat_member':
      return { left_chat_member: actorView(world, service.userId) };
    case 'pinned_message': {
      const pinned = world.findMessage(message.chatKey, service.messageId);
      return pinned === undefined ? {} : { pinned_message: messageView(world, pinned, botId, false) };
    }
    case 'plain':
      return service.fields;
  }
}

function entitiesView(world: World, entities: Entity[] | undefined): unknown[] | undefined {
  if (entities === undefined || entities.length === 0) return undefined;
  return entities.map((entity) =>
    entity.user === undefined ? entity : { ...entity, user: actorView(world, entity.user.id) },
  );
}

export function mediaView(world: World, media: MediaRecord, botId: number): Json {
  const file = world.files.get(media.contentId);
  const ids = { file_id: fileIdOf(media.kind, media.contentId, botId), file_unique_id: uniqueIdOf(media.contentId) };
  const size = { width: media.width ?? 800, height: media.height ?? 600 };
  const base = { ...ids, file_size: file?.sizeBytes };
  const named = { ...base, file_name: file?.fileName, mime_type: file?.mimeType };
  const spoiler = media.hasSpoiler === true ? { has_media_spoiler: true } : {};
  switch (media.kind) {
    case 'photo': {
      const scale = 90 / Math.max(size.width, size.height);
      const small = {
        ...ids,
        file_unique_id: `${ids.file_unique_id}s`,
        width: Math.ceil(size.width * scale),
        height: Math.ceil(size.height * scale),
      };
      return { photo: [small, { ...base, ...size }], ...spoiler };
    }
    case 'voice':
      return { voice: dropUndefined({ ...base, mime_type: file?.mimeType, duration: media.durationSec ?? 0 }) };
    case 'audio':
      return {
        audio: dropUndefined({
          ...named,
          duration: media.durationSec ?? 0,
          performer: media.performer,
          title: media.title,
        }),
      };
    case 'video_note':
      return { video_note: { ...base, length: size.width, duration: media.durationSec ?? 0 } };
    case 'video':
      return { video: { ...named, ...size, duration: media.durationSec ?? 0 }, ...spoiler };
    case 'animation':
      return { animation: { ...named, ...size, duration: media.durationSec ?? 0 }, document: named };
    case 'sticker':
      return { sticker: { ...base, ...size, type: 'regular', is_animated: false, is_video: false } };
    case 'document':
      return { document: named };
  }
}

export function fileIdOf(kind: MediaKind, contentId: string, botId: number): string {
  return `BQACAgI${Buffer.from(`${kind}|${contentId}|${botId}`).toString('base64url')}`;
}

export function uniqueIdOf(contentId: string): string {
  return `AgAD${Buffer.from(contentId).toString('base64url')}`;
}

/** What a `file_id` points at; another bot's id and nonsense are refused as Telegram does. */
export function readFileId(fileId: string, botId: number): { kind: MediaKind; contentId: string } {
  const [kindText, contentId, owner] = Buffer.from(fileId.slice(7), 'base64url').toString().split('|');
  const kind = mediaKinds.find((known) => known === kindText);
  if (!fileId.startsWith('BQACAgI') || kind === undefined || contentId === undefined || owner !== String(botId)) {
    throw badRequest('wrong file identifier/HTTP URL specified');
  }
  return { kind, contentId };
}

export function dropUndefined(record: Json): Json {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
