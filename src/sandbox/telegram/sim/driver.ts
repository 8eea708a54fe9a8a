import type { CallEntry } from '../call-log.ts';
import type { SimEvent } from '../events.ts';
import type { Fault, FaultInput } from '../faults.ts';
import type { InlineAnswer } from '../methods/queries.ts';
import type { SimCommandName, SimInput, SimOutput } from './commands.ts';
import type { TapResult } from './tap-commands.ts';
import type { ChatListItem, ChatScreen } from './control-commands.ts';
import type { SimBot, SimChat, SimUser } from './people-commands.ts';
import type { SeenMessage } from './seen-message.ts';

export type UserRef = number | { id: number };
export type ChatRef = string | { key: string };

export interface MediaInput {
  bytes: Uint8Array;
  fileName?: string;
  mimeType?: string;
  durationSec?: number;
  caption?: string;
  replyTo?: number;
}

/** How a driver reaches the simulator: in this process or over HTTP. */
export interface SimTransport {
  invoke<K extends SimCommandName>(name: K, input: SimInput<K>): Promise<SimOutput<K>>;
  /** Resolves once every later event is certain to be heard. */
  subscribe(listener: (event: SimEvent) => void): Promise<() => void>;
}

export type TelegramSim = ReturnType<typeof createSim>;

type Maybe<T> = T | null | undefined | false;

const userId = (user: UserRef): number => (typeof user === 'number' ? user : user.id);
const chatKey = (chat: ChatRef): string => (typeof chat === 'string' ? chat : chat.key);

/** The typed driver: what a person in Telegram can do, and what a test wants to know. */
export function createSim(transport: SimTransport) {
  const { invoke } = transport;
  const at = (user: UserRef, chat: ChatRef): { userId: number; chatKey: string } => ({
    userId: userId(user),
    chatKey: chatKey(chat),
  });

  /** Resolves with the first truthy answer of `check`, asked now and after every event; rejects after `timeoutMs`. */
  async function waitFor<T>(
    check: () => Maybe<T> | Promise<Maybe<T>>,
    timeoutMs = 10_000,
    what = 'the condition',
  ): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let isChecking = false;
    let isDirty = false;
    let isDone = false;
    const recheck = async (): Promise<void> => {
      isDirty = true;
      if (isChecking) return;
      isChecking = true;
      try {
        while (isDirty && !isDone) {
          isDirty = false;
          const found = await check();
          if (found !== null && found !== undefined && found !== false) {
            isDone = true;
            resolve(found);
          }
        }
      } catch (error) {
        isDone = true;
        reject(error instanceof Error ? error : new Error(String(error)));
      } finally {
        isChecking = false;
      }
    };
    const stop = await transport.subscribe(() => void recheck());
    const timer = setTimeout(() => {
      isDone = true;
      reject(new Error(`waited ${timeoutMs} ms in vain for ${what}`));
    }, timeoutMs);
    void recheck();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  return {
    invoke,
    subscribe: transport.subscribe,
    waitFor,

    createUser: (input: SimInput<'createUser'>): Promise<SimUser> => invoke('createUser', input),
    updateUser: (user: UserRef, changes: Omit<SimInput<'updateUser'>, 'userId'>): Promise<SimUser> =>
      invoke('updateUser', { userId: userId(user), ...changes }),
    users: (): Promise<SimUser[]> => invoke('listUsers', {}),
    registerBot: (input: SimInput<'registerBot'>): Promise<SimBot> => invoke('registerBot', input),
    bots: (): Promise<SimBot[]> => invoke('listBots', {}),

    /** Opens (or finds) the private chat. With `startParam` the person follows a deep link and presses Start. */
    openPrivateChat: (
      user: UserRef,
      bot: string,
      options: { startParam?: string; isStarted?: boolean } = {},
    ): Promise<SimChat> => invoke('openPrivateChat', { userId: userId(user), bot, ...options }),
    createGroup: (input: {
      title: string;
      members: UserRef[];
      botIsAdmin?: boolean;
      bots?: string[];
      isForum?: boolean;
      isBasic?: boolean;
      id?: number;
    }): Promise<SimChat> => createChatWith('group', input),
    createChannel: (input: {
      title: string;
      members: UserRef[];
      botIsAdmin?: boolean;
      bots?: string[];
      username?: string;
      id?: number;
    }): Promise<SimChat> => createChatWith('channel', input),
    setMember: (chat: ChatRef, input: Omit<SimInput<'setMember'>, 'chatKey'>): Promise<SimChat> =>
      invoke('setMember', { chatKey: chatKey(chat), ...input }),
    createTopic: (user: UserRef, chat: ChatRef, name: string): Promise<{ threadId: number }> =>
      invoke('createTopic', { ...at(user, chat), name }),
    migrateGroup: (chat: ChatRef): Promise<SimChat> => invoke('migrateGroup', { chatKey: chatKey(chat) }),
    block: (user: UserRef, bot: string): Promise<null> =>
      invoke('setBlocked', { userId: userId(user), bot, isBlocked: true }),
    unblock: (user: UserRef, bot: string): Promise<null> =>
      invoke('setBlocked', { userId: userId(user), bot, isBlocked: false }),

    sendText: (
      user: UserRef,
      chat: ChatRef,
      text: string,
      options: { replyTo?: number; threadId?: number } = {},
    ): Promise<SeenMessage> =>
      invoke('sendText', { ...at(user, chat), text, replyToId: options.replyTo, threadId: options.threadId }),
    sendContact: (
      user: UserRef,
      chat: ChatRef,
      contact: { phoneNumber?: string; firstName?: string; ofUserId?: number | null } = {},
    ): Promise<SeenMessage> => invoke('sendContact', { ...at(user, chat), ...contact }),
    sendLocation: (
      user: UserRef,
      chat: ChatRef,
      place: { latitude: number; longitude: number },
    ): Promise<SeenMessage> => invoke('sendLocation', { ...at(user, chat), ...place }),
    sendVoice: (user: UserRef, chat: ChatRef, input: MediaInput): Promise<SeenMessage> =>
      sendMedia(user, chat, 'voice', input),
    sendAudio: (user: UserRef, chat: ChatRef, input: MediaInput): Promise<SeenMessage> =>
      sendMedia(user, chat, 'audio', input),
    sendPhoto: (user: UserRef, chat: ChatRef, input: MediaInput): Promise<SeenMessage> =>
      sendMedia(user, chat, 'photo', input),
    sendDocument: (user: UserRef, chat: ChatRef, input: MediaInput): Promise<SeenMessage> =>
      sendMedia(user, chat, 'document', input),

    /** Presses an inline button, named by its data or label; waits up to `waitMs` for the bot's answer. */
    tap: (
      user: UserRef,
      chat: ChatRef,
      messageId: number,
      button: string,
      options: { waitMs?: number } = {},
    ): Promise<TapResult> => invoke('tap', { ...at(user, chat), messageId, button, ...options }),
    /** Presses with made-up callback data, as a modified client can. */
    tapForged: (
      user: UserRef,
      chat: ChatRef,
      messageId: number,
      data: string,
      options: { waitMs?: number } = {},
    ): Promise<TapResult> => invoke('tapForged', { ...at(user, chat), messageId, data, ...options }),
    tapKeyboard: (user: UserRef, chat: ChatRef, button: string): Promise<TapResult> =>
      invoke('tapKeyboard', { ...at(user, chat), button }),
    forward: (user: UserRef, fromChat: ChatRef, messageId: number, toChat: ChatRef): Promise<SeenMessage> =>
      invoke('forward', {
        userId: userId(user),
        fromChatKey: chatKey(fromChat),
        messageId,
        toChatKey: chatKey(toChat),
      }),
    editMessage: (user: UserRef, chat: ChatRef, messageId: number, text: string): Promise<SeenMessage> =>
      invoke('editText', { ...at(user, chat), messageId, text }),
    deleteMessage: (user: UserRef, chat: ChatRef, messageId: number): Promise<null> =>
      invoke('deleteMessage', { ...at(user, chat), messageId }),
    react: (user: UserRef, chat: ChatRef, messageId: number, emoji: string): Promise<null> =>
      invoke('react', { ...at(user, chat), messageId, emoji }),
    inlineQuery: (user: UserRef, bot: string, query: string): Promise<InlineAnswer | null> =>
      invoke('inlineQuery', { userId: userId(user), bot, query }),

    /** Opens a Mini App: its address with launch data signed by the bot's token. */
    launchApp: (
      user: UserRef,
      bot: string,
      url: string,
      options: { startParam?: string; theme?: 'light' | 'dark' } = {},
    ): Promise<{ url: string; initData: string }> =>
      invoke('launchApp', { userId: userId(user), bot, url, ...options }),

    history: (chat: ChatRef): Promise<SeenMessage[]> => invoke('history', { chatKey: chatKey(chat) }),
    chats: (user: UserRef): Promise<ChatListItem[]> => invoke('chatList', { userId: userId(user) }),
    screen: (user: UserRef, chat: ChatRef): Promise<ChatScreen> => invoke('chatScreen', at(user, chat)),

    /** The first message of the chat that fits, also one already there; `afterId` skips older ones. */
    waitForMessage: (
      chat: ChatRef,
      fits: (message: SeenMessage) => boolean,
      options: { timeoutMs?: number; afterId?: number } = {},
    ): Promise<SeenMessage> =>
      waitFor(
        async () =>
          (await invoke('history', { chatKey: chatKey(chat) })).find(
            (message) => message.messageId > (options.afterId ?? 0) && fits(message),
          ),
        options.timeoutMs,
        `a message in ${chatKey(chat)}`,
      ),
    waitForCall: (
      fits: (call: CallEntry) => boolean,
      options: { timeoutMs?: number; afterSeq?: number } = {},
    ): Promise<CallEntry> =>
      waitFor(
        async () => (await invoke('outbox', { afterSeq: options.afterSeq })).find(fits),
        options.timeoutMs,
        'a Bot API call',
      ),

    outbox: (filter: SimInput<'outbox'> = {}): Promise<CallEntry[]> => invoke('outbox', filter),
    fail: (fault: FaultInput): Promise<Fault> => invoke('fail', fault),
    faults: (): Promise<Fault[]> => invoke('faults', {}),
    clearFaults: (): Promise<null> => invoke('clearFaults', {}),
    pendingUpdates: (bot: string): Promise<SimOutput<'pendingUpdates'>> => invoke('pendingUpdates', { bot }),
    injectUpdate: (input: SimInput<'injectUpdate'>): Promise<{ updateId: number | null }> =>
      invoke('injectUpdate', input),
    advanceClock: (ms: number): Promise<{ nowMs: number }> => invoke('advanceClock', { ms }),
    setFloodLimits: (input: SimInput<'setFloodLimits'>): Promise<null> => invoke('setFloodLimits', input),
  };

  function sendMedia(
    user: UserRef,
    chat: ChatRef,
    kind: SimInput<'sendMedia'>['kind'],
    input: MediaInput,
  ): Promise<SeenMessage> {
    const { bytes, replyTo, ...rest } = input;
    return invoke('sendMedia', {
      ...at(user, chat),
      kind,
      base64: Buffer.from(bytes).toString('base64'),
      replyToId: replyTo,
      ...rest,
    });
  }

  async function createChatWith(
    kind: 'group' | 'channel',
    input: {
      title: string;
      members: UserRef[];
      botIsAdmin?: boolean;
      bots?: string[];
      isForum?: boolean;
      isBasic?: boolean;
      username?: string;
      id?: number;
    },
  ): Promise<SimChat> {
    const bots = input.bots ?? (await invoke('listBots', {})).map((bot) => bot.username);
    return invoke('createChat', {
      type: kind === 'channel' ? 'channel' : input.isBasic === true ? 'group' : 'supergroup',
      title: input.title,
      id: input.id,
      username: input.username,
      isForum: input.isForum,
      memberIds: input.members.map(userId),
      bots: bots.map((bot) => ({ bot, isAdmin: input.botIsAdmin ?? kind === 'channel' })),
    });
  }
}
