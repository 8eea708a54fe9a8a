import { z } from 'zod';
import { ensurePrivateChat, isPresent, readersOf } from '../chats.ts';
import { storeFile } from '../files.ts';
import { messageView, actorView, chatView } from '../views.ts';
import { removeMessage, storeEdit } from '../messages.ts';
import { originOf } from '../methods/copy.ts';
import { inlineQueries } from '../methods/queries.ts';
import type { InlineAnswer } from '../methods/queries.ts';
import { mediaKinds } from '../records.ts';
import type { CallbackAnswer, ChatRecord, InlineButton, MessageContent, MessageRecord } from '../records.ts';
import type { Station } from '../station.ts';
import { botNamed, chatAt, command, messageAt, SimError, userOf } from './command.ts';
import { showUser } from './people-commands.ts';
import { seeMessage } from './seen-message.ts';
import type { SeenMessage } from './seen-message.ts';
import { finishContent, sendAs } from './send-as.ts';
import { parseFormatted } from '../entities/format-text.ts';
import { parseReplyMarkup } from '../reply-markup.ts';

/** What came of pressing a button. */
export type TapResult =
  | {
      kind: 'callback';
      callbackQueryId: string;
      status: 'answered' | 'pending';
      text: string | null;
      isAlert: boolean;
      url: string | null;
    }
  | { kind: 'url'; url: string }
  | { kind: 'webApp'; url: string }
  | { kind: 'copied'; text: string }
  | { kind: 'inlineQuery'; query: string }
  | { kind: 'sent'; messageId: number }
  | { kind: 'nothing' };

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

function findButton(message: MessageRecord, wanted: string): InlineButton {
  const rows =
    message.markup !== undefined && 'inline_keyboard' in message.markup ? message.markup.inline_keyboard : [];
  const all = rows.flat();
  const button =
    all.find((candidate) => candidate.callback_data === wanted) ??
    all.find((candidate) => candidate.text === wanted) ??
    all.find((candidate) => candidate.text.includes(wanted));
  if (button === undefined)
    throw new SimError(`no button “${wanted}”; there are: ${all.map((candidate) => candidate.text).join(' | ')}`);
  return button;
}

/** Presses a callback button without waiting: returns the callback query's id. */
function press(station: Station, chat: ChatRecord, message: MessageRecord, userId: number, data: string): string {
  const { world, delivery } = station;
  const botId =
    message.from.kind === 'bot'
      ? message.from.id
      : (message.viaBotId ?? Number(Object.keys(chat.members).find((id) => world.bots.get(id) !== undefined)));
  const bot = world.bots.get(String(botId));
  if (bot === undefined) throw new SimError('no bot would hear this button');
  const id = world.newId();
  world.callbacks.put(id, {
    id,
    botId,
    userId,
    chatKey: chat.key,
    messageId: message.id,
    data,
    createdAtMs: world.nowMs(),
  });
  world.announce({
    type: 'callback',
    chatKey: chat.key,
    messageId: message.id,
    userId,
    botId,
    data: { callbackQueryId: id, data },
  });
  delivery.enqueue(bot, 'callback_query', userId, {
    id,
    from: actorView(world, userId),
    message: messageView(world, message, botId),
    chat_instance: String(Math.abs(chat.id) * 7_919),
    data,
  });
  return id;
}

/** Waits for the bot's answer to a press, at most `waitMs`. */
async function answerTo(station: Station, callbackQueryId: string, waitMs: number): Promise<TapResult> {
  const { world } = station;
  const answered = (): CallbackAnswer | undefined => world.callbacks.get(callbackQueryId)?.answer;
  const answer =
    answered() ??
    (await new Promise<CallbackAnswer | undefined>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        stop();
        resolve(answered());
      };
      const timer = setTimeout(finish, waitMs);
      const stop = world.events.subscribe((event) => {
        if (event.type === 'callback-answer' && answered() !== undefined) finish();
      });
    }));
  return {
    kind: 'callback',
    callbackQueryId,
    status: answer === undefined ? 'pending' : 'answered',
    text: answer?.text ?? null,
    isAlert: answer?.showAlert ?? false,
    url: answer?.url ?? null,
  };
}

function assertReader(station: Station, chat: ChatRecord, userId: number): void {
  if (!readersOf(station.world, chat).includes(userId)) throw new SimError('this person does not see the chat');
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

  tap: command(
    z.object({ ...place, messageId: z.number(), button: z.string(), waitMs: z.number().default(5_000) }),
    async (station, input): Promise<TapResult> => {
      const chat = chatAt(station, input.chatKey);
      assertReader(station, chat, input.userId);
      const message = messageAt(station, input.chatKey, input.messageId);
      const button = findButton(message, input.button);
      if (button.callback_data !== undefined) {
        const data = button.callback_data;
        const id = station.world.act(() => press(station, chat, message, input.userId, data));
        return answerTo(station, id, input.waitMs);
      }
      if (button.url !== undefined) return { kind: 'url', url: button.url };
      if (button.login_url !== undefined) return { kind: 'url', url: button.login_url.url };
      if (button.web_app !== undefined) return { kind: 'webApp', url: button.web_app.url };
      if (button.copy_text !== undefined) return { kind: 'copied', text: button.copy_text.text };
      const query =
        button.switch_inline_query_current_chat ??
        button.switch_inline_query ??
        button.switch_inline_query_chosen_chat?.query;
      return query === undefined ? { kind: 'nothing' } : { kind: 'inlineQuery', query };
    },
  ),

  /** A press with data of the attacker's choice, as a modified client can send it. */
  tapForged: command(
    z.object({ ...place, messageId: z.number(), data: z.string(), waitMs: z.number().default(5_000) }),
    async (station, input): Promise<TapResult> => {
      const chat = chatAt(station, input.chatKey);
      const message = messageAt(station, input.chatKey, input.messageId);
      const id = station.world.act(() => press(station, chat, message, input.userId, input.data));
      return answerTo(station, id, input.waitMs);
    },
  ),

  tapKeyboard: command(
    z.object({ ...place, button: z.string(), threadId: z.number().optional() }),
    (station, { userId, chatKey, button: wanted, threadId }): TapResult => {
      const chat = chatAt(station, chatKey);
      const buttons = (chat.keyboard?.userIds.includes(userId) === true ? chat.keyboard.markup.keyboard : []).flat();
      const button =
        buttons.find((candidate) => candidate.text === wanted) ??
        buttons.find((candidate) => candidate.text.includes(wanted));
      if (button === undefined)
        throw new SimError(
          `no keyboard button “${wanted}”; there are: ${buttons.map((candidate) => candidate.text).join(' | ')}`,
        );
      if (button.web_app !== undefined) return { kind: 'webApp', url: button.web_app.url };
      const content = keyboardContent(station, userId, button);
      const message = sendAs(station, chat, userId, {
        ...content,
        threadId,
        ...(chat.type === 'private' ? {} : { replyToId: chat.keyboard?.messageId }),
      });
      if (chat.keyboard?.markup.one_time_keyboard === true) {
        chat.keyboard = undefined;
        station.world.chats.put(chat.key, chat);
        station.world.announce({ type: 'chat', chatKey });
      }
      return { kind: 'sent', messageId: message.id };
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

  inlineQuery: command(
    z.object({
      userId: z.number(),
      bot: z.string(),
      query: z.string(),
      offset: z.string().default(''),
      chatType: z.string().default('sender'),
      waitMs: z.number().default(5_000),
    }),
    async (station, input): Promise<InlineAnswer | null> => {
      const { world, delivery } = station;
      const bot = botNamed(station, input.bot);
      const id = world.newId();
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          inlineQueries.delete(id);
          resolve(null);
        }, input.waitMs);
        const answer = (result: InlineAnswer): void => {
          clearTimeout(timer);
          resolve(result);
        };
        inlineQueries.set(id, { botId: bot.id, atMs: world.nowMs(), answer });
        world.act(() =>
          delivery.enqueue(bot, 'inline_query', input.userId, {
            id,
            from: actorView(world, input.userId),
            query: input.query,
            offset: input.offset,
            chat_type: input.chatType,
          }),
        );
      });
    },
  ),

  chooseInlineResult: command(
    z.object({ ...place, bot: z.string(), query: z.string().default(''), result: z.record(z.string(), z.unknown()) }),
    (station, input): SeenMessage => {
      const chat = chatAt(station, input.chatKey);
      const bot = botNamed(station, input.bot);
      const inline = z
        .looseObject({ message_text: z.string().default(''), parse_mode: z.string().optional() })
        .parse(input.result['input_message_content'] ?? { message_text: String(input.result['title'] ?? '') });
      const { text, entities } = parseFormatted(inline.message_text, inline.parse_mode, undefined);
      const markup = input.result['reply_markup'];
      const message = sendAs(
        station,
        chat,
        input.userId,
        { text, entities },
        {
          viaBotId: bot.id,
          markup: markup === undefined ? undefined : parseReplyMarkup(markup, chat.type),
        },
      );
      station.delivery.enqueue(bot, 'chosen_inline_result', input.userId, {
        result_id: String(input.result['id'] ?? ''),
        from: actorView(station.world, input.userId),
        query: input.query,
      });
      return seen(station, chat, message);
    },
  ),

  privateChat: command(
    z.object({ userId: z.number(), bot: z.string() }),
    (station, { userId, bot }): string =>
      ensurePrivateChat(station.world, botNamed(station, bot).id, userOf(station, userId).id).key,
  ),
};

function keyboardContent(
  station: Station,
  userId: number,
  button: {
    text: string;
    request_contact?: boolean | undefined;
    request_location?: boolean | undefined;
    request_users?: { request_id: number } | undefined;
    request_chat?: { request_id: number } | undefined;
  },
): MessageContent {
  const owner = showUser(userOf(station, userId));
  if (button.request_contact === true) {
    const contact = { phone_number: owner.phoneNumber, first_name: owner.firstName, user_id: owner.id };
    return { contact: owner.lastName === null ? contact : { ...contact, last_name: owner.lastName } };
  }
  if (button.request_location === true) return { location: { latitude: 55.7558, longitude: 37.6173 } };
  if (button.request_users !== undefined) {
    const shared = [...station.world.users.values()].find((candidate) => candidate.id !== userId);
    const fields = {
      users_shared: {
        request_id: button.request_users.request_id,
        users: shared === undefined ? [] : [{ user_id: shared.id, first_name: shared.firstName }],
      },
    };
    return { service: { kind: 'plain', fields } };
  }
  if (button.request_chat !== undefined) {
    const shared = [...station.world.chats.values()].find(
      (candidate) => candidate.type !== 'private' && isPresent(candidate.members[userId]),
    );
    if (shared === undefined) throw new SimError('the person has no chat to share');
    return {
      service: {
        kind: 'plain',
        fields: {
          chat_shared: { request_id: button.request_chat.request_id, chat_id: shared.id, title: shared.title },
        },
      },
    };
  }
  return { text: button.text };
}
