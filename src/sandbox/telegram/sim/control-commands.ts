import { z } from 'zod';
import { isAdmin, readersOf } from '../chats.ts';
import { faultSchema } from '../faults.ts';
import type { Fault } from '../faults.ts';
import type { CallEntry } from '../call-log.ts';
import { telegramFloodLimits } from '../flood-limits.ts';
import { menuButtonOf, visibleCommands } from '../methods/profile.ts';
import type { BotCommand } from '../methods/profile.ts';
import type { ChatRecord, Entity, ForceReply, ReplyKeyboard } from '../records.ts';
import type { Station } from '../station.ts';
import { isUpdateKind } from '../update-kinds.ts';
import { botNamed, chatAt, command, SimError, userOf } from './command.ts';
import { showChat } from './people-commands.ts';
import type { SimChat } from './people-commands.ts';
import { seeMessage, senderName, summaryOf } from './seen-message.ts';
import type { SeenMessage } from './seen-message.ts';

export interface ChatListItem {
  chat: SimChat;
  lastMessage: { text: string; senderName: string; dateSec: number; isOwn: boolean } | null;
  unreadCount: number;
}

/** Everything one person sees of one chat. */
export interface ChatScreen {
  chat: SimChat;
  messages: SeenMessage[];
  keyboard: ReplyKeyboard | null;
  forceReply: (ForceReply & { messageId: number }) | null;
  commands: (BotCommand & { bot: string })[];
  menuButton: unknown;
  draft: { text: string; entities: Entity[]; draftId: number } | null;
  isBlocked: boolean;
  hasStarted: boolean;
  canWrite: boolean;
  pinned: SeenMessage | null;
  botDescription: string;
}

function unreadOf(station: Station, chat: ChatRecord, userId: number): number {
  const readTo = station.world.reads.get(`${userId}/${chat.key}`)?.messageId ?? 0;
  let count = 0;
  for (const message of station.world.messagesOf(chat.key)) {
    if (message.id > readTo && !(message.from.kind === 'user' && message.from.id === userId)) count += 1;
  }
  return count;
}

function commandsFor(station: Station, chat: ChatRecord, userId: number): (BotCommand & { bot: string })[] {
  const { world } = station;
  const language = (userOf(station, userId).languageCode ?? 'en').slice(0, 2);
  const viewer = {
    chatId: chat.id,
    userId,
    isPrivate: chat.type === 'private',
    isAdmin: isAdmin(chat.members[userId]),
    language,
  };
  const botIds = chat.type === 'private' ? [String(chat.botId)] : Object.keys(chat.members);
  return botIds.flatMap((id) => {
    const bot = world.bots.get(id);
    return bot === undefined
      ? []
      : visibleCommands(world, bot.id, viewer).map((entry) => ({ ...entry, bot: bot.username }));
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export const controlCommands = {
  history: command(
    z.object({
      chatKey: z.string(),
      limit: z.number().int().positive().default(1_000),
      threadId: z.number().optional(),
    }),
    (station, input): SeenMessage[] => {
      const chat = chatAt(station, input.chatKey);
      const all = station.world
        .messagesOf(chat.key)
        .filter((message) => input.threadId === undefined || message.threadId === input.threadId);
      return all.slice(-input.limit).map((message) => seeMessage(station.world, chat, message));
    },
  ),

  findMessage: command(
    z.object({ chatKey: z.string(), messageId: z.number() }),
    (station, input): SeenMessage | null => {
      const message = station.world.findMessage(input.chatKey, input.messageId);
      return message === undefined ? null : seeMessage(station.world, chatAt(station, input.chatKey), message);
    },
  ),

  chatList: command(z.object({ userId: z.number() }), (station, { userId }): ChatListItem[] => {
    const { world } = station;
    const items = [...world.chats.values()]
      .filter((chat) => readersOf(world, chat).includes(userId) && chat.migratedTo === undefined)
      .map((chat): ChatListItem => {
        const last = world.messagesOf(chat.key).at(-1);
        return {
          chat: showChat(station, chat),
          lastMessage:
            last === undefined
              ? null
              : {
                  text: summaryOf(world, last).slice(0, 120),
                  senderName: senderName(world, chat, last),
                  dateSec: last.dateSec,
                  isOwn: last.from.kind === 'user' && last.from.id === userId,
                },
          unreadCount: unreadOf(station, chat, userId),
        };
      });
    return items.toSorted((a, b) => (b.lastMessage?.dateSec ?? 0) - (a.lastMessage?.dateSec ?? 0));
  }),

  chatScreen: command(
    z.object({ userId: z.number(), chatKey: z.string(), limit: z.number().default(200) }),
    (station, input): ChatScreen => {
      const { world, drafts } = station;
      const chat = chatAt(station, input.chatKey);
      if (!readersOf(world, chat).includes(input.userId)) throw new SimError('this person does not see the chat');
      const messages = world.messagesOf(chat.key).slice(-input.limit);
      const last = messages.at(-1);
      const markup = last?.markup;
      const draft = drafts.get(chat.key);
      const pinned = world.findMessage(chat.key, chat.pinned.at(-1) ?? 0);
      return {
        chat: showChat(station, chat),
        messages: messages.map((message) => seeMessage(world, chat, message)),
        keyboard: chat.keyboard?.userIds.includes(input.userId) === true ? chat.keyboard.markup : null,
        forceReply:
          markup !== undefined && 'force_reply' in markup && last !== undefined
            ? { ...markup, messageId: last.id }
            : null,
        commands: commandsFor(station, chat, input.userId),
        menuButton: chat.botId === undefined ? null : menuButtonOf(world, chat.botId, chat.id),
        draft:
          draft === undefined || draft.untilMs < world.nowMs()
            ? null
            : { text: draft.text, entities: draft.entities, draftId: draft.draftId },
        isBlocked: chat.isBlocked ?? false,
        hasStarted: chat.type !== 'private' || chat.hasStarted === true,
        canWrite: chat.type !== 'channel' || isAdmin(chat.members[input.userId]),
        pinned: pinned === undefined ? null : seeMessage(world, chat, pinned),
        botDescription: textOf(world.profiles.get(`${chat.botId}/Description//`)?.value),
      };
    },
  ),

  markRead: command(
    z.object({ userId: z.number(), chatKey: z.string(), messageId: z.number() }),
    (station, input): null => {
      const key = `${input.userId}/${input.chatKey}`;
      if ((station.world.reads.get(key)?.messageId ?? 0) >= input.messageId) return null;
      station.world.reads.put(key, { key, messageId: input.messageId });
      station.world.announce({
        type: 'read',
        chatKey: input.chatKey,
        userId: input.userId,
        messageId: input.messageId,
      });
      return null;
    },
  ),

  /** Bot API calls as received, `getUpdates` left out. */
  outbox: command(
    z.object({ afterSeq: z.number().optional(), method: z.string().optional(), bot: z.string().optional() }),
    (station, input): CallEntry[] =>
      station.calls.list({
        afterSeq: input.afterSeq,
        method: input.method,
        botId: input.bot === undefined ? undefined : botNamed(station, input.bot).id,
      }),
  ),

  fail: command(faultSchema, (station, input): Fault => {
    const fault = station.faults.add(input);
    station.world.announce({ type: 'fault', data: { faultId: fault.id, method: fault.method } });
    return fault;
  }),

  faults: command(z.object({}), (station): Fault[] => station.faults.list()),

  clearFaults: command(z.object({ id: z.number().optional() }), (station, { id }): null => {
    station.faults.clear(id);
    station.world.announce({ type: 'fault', data: {} });
    return null;
  }),

  pendingUpdates: command(
    z.object({ bot: z.string() }),
    (station, { bot }): { updateId: number; kind: string; queue: string }[] =>
      station.delivery
        .pendingOf(botNamed(station, bot).id)
        .map(({ updateId, kind, queue }) => ({ updateId, kind, queue })),
  ),

  /** Delivers an update of the caller's making: business messages, join requests, anything without a command here. */
  injectUpdate: command(
    z.object({ bot: z.string(), kind: z.string(), owner: z.union([z.number(), z.string()]), payload: z.unknown() }),
    (station, input): { updateId: number | null } => {
      if (!isUpdateKind(input.kind)) throw new SimError(`there is no update kind ${input.kind}`);
      return {
        updateId: station.delivery.enqueue(botNamed(station, input.bot), input.kind, input.owner, input.payload),
      };
    },
  ),

  /** Moves the stand-in's clock: button presses go stale, undelivered updates expire, messages grow old. */
  advanceClock: command(z.object({ ms: z.number() }), (station, { ms }): { nowMs: number } => {
    station.world.advanceClock(ms);
    return { nowMs: station.world.nowMs() };
  }),

  setFloodLimits: command(
    z.object({
      isOn: z.boolean(),
      overallPerSec: z.number().positive().optional(),
      chatPerSec: z.number().positive().optional(),
      chatBurst: z.number().positive().optional(),
      groupPerMin: z.number().positive().optional(),
    }),
    (station, { isOn, ...limits }): null => {
      const given = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
      station.floodLimits.set(isOn ? { ...telegramFloodLimits, ...given } : null);
      return null;
    },
  ),
};
