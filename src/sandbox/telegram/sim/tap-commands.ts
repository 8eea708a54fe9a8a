import { z } from 'zod';
import { isPresent } from '../chats.ts';
import { messageView, actorView } from '../views.ts';
import type { CallbackAnswer, ChatRecord, InlineButton, MessageContent, MessageRecord } from '../records.ts';
import type { Station } from '../station.ts';
import { assertReader, chatAt, command, messageAt, SimError, userOf } from './command.ts';
import { showUser } from './people-commands.ts';
import { sendAs } from './send-as.ts';

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

export const tapCommands = {
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
