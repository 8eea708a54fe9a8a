import { z } from 'zod';
import { ensurePrivateChat, isPresent } from '../chats.ts';
import { storeFile } from '../files.ts';
import { actorView, chatView } from '../views.ts';
import { removeMessage, storeEdit } from '../messages.ts';
import { originOf } from '../methods/copy.ts';
import { mediaKinds } from '../records.ts';
import type { ChatRecord, MessageContent, MessageRecord } from '../records.ts';
import type { Station } from '../station.ts';
import { assertReader, botNamed, chatAt, command, messageAt, SimError, userOf } from './command.ts';
import { showUser } from './people-commands.ts';
import { seeMessage } from './seen-message.ts';
import type { SeenMessage } from './seen-message.ts';
import { finishContent, sendAs } from './send-as.ts';

const place = { userId: z.number(), chatKey: z.string() };
const reply = { replyToId: z.number().optional(), threadId: z.number().optional() };

function seen(station: Station, chat: ChatRecord, message: MessageRecord): SeenMessage {
  return seeMessage(station.world, chat, message);
}

function ownMessage(station: Station, input: { userId: number; chatKey: string; messageId: number }): MessageRecord {
  const message = messageAt(station, input.chatKey, input.messageId);
  if (message.from.kind !== 'user' || message.from.id !== input.userId)
    throw new SimError('this is not the person’s own message');
  return message;
}

export const messageCommands = {
  sendText: command(
    z.object({ ...place, text: z.string(), ...reply }),
    (station, { userId, chatKey, ...draft }): SeenMessage => {
      const chat = chatAt(station, chatKey);
      return seen(station, chat, sendAs(station, chat, userId, draft));
    },
  ),

  sendContact: command(
    z.object({
      ...place,
      phoneNumber: z.string().optional(),
      firstName: z.string().optional(),
      ofUserId: z.number().nullable().optional(),
      ...reply,
    }),
    (station, { userId, chatKey, phoneNumber, firstName, ofUserId, ...rest }): SeenMessage => {
      const chat = chatAt(station, chatKey);
      const owner = ofUserId === null ? null : showUser(userOf(station, ofUserId ?? userId));
      const contact = {
        phone_number: phoneNumber ?? owner?.phoneNumber ?? '',
        first_name: firstName ?? owner?.firstName ?? '',
        ...(owner?.lastName == null ? {} : { last_name: owner.lastName }),
        ...(owner === null ? {} : { user_id: owner.id }),
      };
      return seen(station, chat, sendAs(station, chat, userId, { contact, ...rest }));
    },
  ),

  sendLocation: command(
    z.object({ ...place, latitude: z.number(), longitude: z.number() }),
    (station, { userId, chatKey, ...location }): SeenMessage => {
      const chat = chatAt(station, chatKey);
      return seen(station, chat, sendAs(station, chat, userId, { location }));
    },
  ),

  sendMedia: command(
    z.object({
      ...place,
      kind: z.enum(mediaKinds),
      base64: z.string(),
      fileName: z.string().default(''),
      mimeType: z.string().default(''),
      durationSec: z.number().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      caption: z.string().optional(),
      mediaGroupId: z.string().optional(),
      ...reply,
    }),
    (
      station,
      { userId, chatKey, kind, base64, fileName, mimeType, durationSec, width, height, caption, mediaGroupId, ...rest },
    ): SeenMessage => {
      const chat = chatAt(station, chatKey);
      const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
      const file = storeFile(station.world, kind, { bytes, fileName, mimeType });
      const media = { kind, contentId: file.contentId, durationSec, width, height };
      return seen(station, chat, sendAs(station, chat, userId, { media, caption, ...rest }, { mediaGroupId }));
    },
  ),

  forward: command(
    z.object({ userId: z.number(), fromChatKey: z.string(), messageId: z.number(), toChatKey: z.string() }),
    (station, input): SeenMessage => {
      const source = messageAt(station, input.fromChatKey, input.messageId);
      const target = chatAt(station, input.toChatKey);
      const forwardOrigin = originOf(station.world, source);
      return seen(station, target, sendAs(station, target, input.userId, source.content, { forwardOrigin }));
    },
  ),

  editText: command(z.object({ ...place, messageId: z.number(), text: z.string() }), (station, input): SeenMessage => {
    const chat = chatAt(station, input.chatKey);
    const message = ownMessage(station, input);
    const changed: MessageContent =
      message.content.media === undefined ? { text: input.text } : { caption: input.text };
    message.content = { ...message.content, ...finishContent(changed) };
    storeEdit(station, chat, message, { isContentEdit: true, byUser: true });
    return seen(station, chat, message);
  }),

  deleteMessage: command(z.object({ ...place, messageId: z.number() }), (station, input): null => {
    const chat = chatAt(station, input.chatKey);
    const message =
      chat.type === 'private' ? messageAt(station, input.chatKey, input.messageId) : ownMessage(station, input);
    removeMessage(station, chat, message);
    return null;
  }),

  react: command(z.object({ ...place, messageId: z.number(), emoji: z.string() }), (station, input): null => {
    const { world, delivery } = station;
    const chat = chatAt(station, input.chatKey);
    assertReader(station, chat, input.userId);
    const message = messageAt(station, input.chatKey, input.messageId);
    const before = message.reactions?.[input.userId] ?? [];
    const after = input.emoji === '' || before.includes(input.emoji) ? [] : [input.emoji];
    message.reactions = { ...message.reactions, [input.userId]: after };
    world.putMessage(message);
    world.announce({ type: 'edit', chatKey: chat.key, messageId: message.id });
    const shown = (list: string[]): { type: string; emoji: string }[] =>
      list.map((emoji) => ({ type: 'emoji', emoji }));
    for (const bot of world.bots.values()) {
      const isThere = chat.type === 'private' ? chat.botId === bot.id : isPresent(chat.members[bot.id]);
      if (!isThere) continue;
      delivery.enqueue(bot, 'message_reaction', chat.id, {
        chat: chatView(world, chat),
        message_id: message.id,
        user: actorView(world, input.userId),
        date: world.nowSec(),
        old_reaction: shown(before),
        new_reaction: shown(after),
      });
    }
    return null;
  }),

  privateChat: command(
    z.object({ userId: z.number(), bot: z.string() }),
    (station, { userId, bot }): string =>
      ensurePrivateChat(station.world, botNamed(station, bot).id, userOf(station, userId).id).key,
  ),
};
