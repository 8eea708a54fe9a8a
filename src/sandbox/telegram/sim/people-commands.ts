import { z } from 'zod';
import { createChat, ensurePrivateChat, saveChat, setBlocked, setMember } from '../chats.ts';
import { postService } from '../messages.ts';
import { chatTypes } from '../records.ts';
import type { ChatRecord, ChatType, UserRecord } from '../records.ts';
import { registerBot } from '../station.ts';
import type { Station } from '../station.ts';
import { botNamed, chatAt, command, SimError, userOf } from './command.ts';
import { sendAs } from './send-as.ts';

export interface SimUser {
  id: number;
  firstName: string;
  lastName: string | null;
  username: string | null;
  languageCode: string;
  phoneNumber: string;
  role: string | null;
  isDeactivated: boolean;
}

export interface SimBot {
  id: number;
  username: string;
  name: string;
}

export interface SimChat {
  /** Names the chat everywhere in the simulator. */
  key: string;
  /** The id that the bot sees; a private chat has the person's. */
  id: number;
  type: ChatType;
  title: string;
  botId: number | null;
  memberIds: number[];
  isForum: boolean;
  topics: { threadId: number; name: string; isClosed: boolean }[];
}

export function showUser(user: UserRecord): SimUser {
  return {
    id: user.id,
    firstName: user.firstName,
    lastName: user.lastName ?? null,
    username: user.username ?? null,
    languageCode: user.languageCode ?? 'en',
    phoneNumber: user.phoneNumber ?? `7999${String(user.id % 10_000_000).padStart(7, '0')}`,
    role: user.role ?? null,
    isDeactivated: user.isDeactivated ?? false,
  };
}

export function showChat(station: Station, chat: ChatRecord): SimChat {
  const bot = station.world.bots.get(String(chat.botId));
  return {
    key: chat.key,
    id: chat.id,
    type: chat.type,
    title: chat.title ?? bot?.firstName ?? '',
    botId: chat.botId ?? null,
    memberIds:
      chat.type === 'private'
        ? [chat.id]
        : Object.keys(chat.members)
            .filter((id) => !['left', 'kicked'].includes(chat.members[id]?.status ?? 'left'))
            .map(Number),
    isForum: chat.isForum ?? false,
    topics: chat.topics.map(({ threadId, name, isClosed }) => ({ threadId, name, isClosed })),
  };
}

const userFields = {
  lastName: z.string().optional(),
  username: z.string().optional(),
  languageCode: z.string().optional(),
  phoneNumber: z.string().optional(),
  role: z.string().optional(),
};

const statusSchema = z.enum(['creator', 'administrator', 'member', 'restricted', 'left', 'kicked']);

export const peopleCommands = {
  createUser: command(
    z.object({ id: z.number().int().positive().optional(), firstName: z.string().min(1), ...userFields }),
    (station, input) => {
      const { world } = station;
      const id = input.id ?? world.next('user', 5_000_000_000);
      if (world.bots.get(String(id)) !== undefined) throw new SimError(`the id ${id} is a bot's`);
      const user: UserRecord = { ...world.users.get(String(id)), ...input, id };
      world.users.put(String(id), user);
      world.announce({ type: 'user', userId: id });
      return showUser(user);
    },
  ),

  updateUser: command(
    z.object({
      userId: z.number(),
      firstName: z.string().optional(),
      isDeactivated: z.boolean().optional(),
      ...userFields,
    }),
    (station, { userId, ...changes }) => {
      const known = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const user: UserRecord = { ...userOf(station, userId), ...known };
      station.world.users.put(String(userId), user);
      station.world.announce({ type: 'user', userId });
      return showUser(user);
    },
  ),

  listUsers: command(z.object({}), (station): SimUser[] => [...station.world.users.values()].map(showUser)),

  registerBot: command(
    z.object({ token: z.string(), username: z.string().optional(), name: z.string().optional() }),
    (station, input): SimBot => {
      const bot = registerBot(station.world, input.token, input.username, input.name);
      return { id: bot.id, username: bot.username, name: bot.firstName };
    },
  ),

  listBots: command(z.object({}), (station): SimBot[] =>
    [...station.world.bots.values()].map((bot) => ({ id: bot.id, username: bot.username, name: bot.firstName })),
  ),

  openPrivateChat: command(
    z.object({
      userId: z.number(),
      bot: z.string(),
      startParam: z
        .string()
        .regex(/^[A-Za-z0-9_-]{0,64}$/)
        .optional(),
      isStarted: z.boolean().optional(),
    }),
    (station, { userId, bot: botName, startParam, isStarted }): SimChat => {
      const user = userOf(station, userId);
      const chat = ensurePrivateChat(station.world, botNamed(station, botName).id, user.id);
      if (startParam !== undefined)
        sendAs(station, chat, user.id, { text: startParam === '' ? '/start' : `/start ${startParam}` });
      else if (isStarted === true && chat.hasStarted !== true) {
        chat.hasStarted = true;
        saveChat(station.world, chat);
      }
      return showChat(station, chat);
    },
  ),

  createChat: command(
    z.object({
      type: z.enum(chatTypes).exclude(['private']).default('supergroup'),
      id: z.number().int().negative().optional(),
      title: z.string().min(1),
      username: z.string().optional(),
      isForum: z.boolean().optional(),
      memberIds: z.array(z.number()).default([]),
      bots: z.array(z.object({ bot: z.string(), isAdmin: z.boolean().default(false) })).default([]),
    }),
    (station, input): SimChat => {
      const chat = createChat(station.world, input);
      const [creatorId] = input.memberIds;
      input.memberIds.forEach((userId, index) => {
        userOf(station, userId);
        chat.members[userId] = { status: index === 0 ? 'creator' : 'member' };
      });
      for (const { bot: botName, isAdmin } of input.bots) {
        const bot = botNamed(station, botName);
        setMember(station, chat, bot.id, { status: isAdmin ? 'administrator' : 'member' }, creatorId ?? 0);
        if (chat.type !== 'channel')
          postService(
            station,
            chat,
            { kind: 'user', id: creatorId ?? 0 },
            { kind: 'new_chat_members', userIds: [bot.id] },
          );
      }
      saveChat(station.world, chat);
      return showChat(station, chat);
    },
  ),

  setMember: command(
    z.object({
      chatKey: z.string(),
      userId: z.number().optional(),
      bot: z.string().optional(),
      status: statusSchema,
      canSend: z.boolean().optional(),
      byUserId: z.number().optional(),
    }),
    (station, input): SimChat => {
      const chat = chatAt(station, input.chatKey);
      const actorId = input.bot === undefined ? userOf(station, input.userId ?? 0).id : botNamed(station, input.bot).id;
      const before = chat.members[actorId]?.status ?? 'left';
      const byId = input.byUserId ?? actorId;
      setMember(station, chat, actorId, { status: input.status, canSend: input.canSend }, byId);
      const wasIn = before !== 'left' && before !== 'kicked';
      const isIn = input.status !== 'left' && input.status !== 'kicked';
      if (chat.type !== 'channel' && wasIn !== isIn) {
        const from = { kind: 'user', id: byId } as const;
        postService(
          station,
          chat,
          from,
          isIn ? { kind: 'new_chat_members', userIds: [actorId] } : { kind: 'left_chat_member', userId: actorId },
        );
      }
      return showChat(station, chat);
    },
  ),

  migrateGroup: command(z.object({ chatKey: z.string() }), (station, { chatKey }): SimChat => {
    const old = chatAt(station, chatKey);
    if (old.type !== 'group') throw new SimError('only a basic group becomes a supergroup');
    const next = createChat(station.world, { type: 'supergroup', title: old.title ?? '' });
    next.members = { ...old.members };
    saveChat(station.world, next);
    const creator = Number(Object.keys(old.members).find((id) => old.members[id]?.status === 'creator') ?? 0);
    postService(
      station,
      old,
      { kind: 'user', id: creator },
      { kind: 'plain', fields: { migrate_to_chat_id: next.id } },
    );
    old.migratedTo = next.id;
    saveChat(station.world, old);
    postService(
      station,
      next,
      { kind: 'user', id: creator },
      { kind: 'plain', fields: { migrate_from_chat_id: old.id } },
    );
    return showChat(station, next);
  }),

  createTopic: command(
    z.object({ chatKey: z.string(), userId: z.number(), name: z.string().min(1) }),
    (station, input): { threadId: number } => {
      const chat = chatAt(station, input.chatKey);
      if (chat.isForum !== true) throw new SimError('the chat has no topics');
      const fields = { forum_topic_created: { name: input.name, icon_color: 7_322_096 } };
      const opening = postService(station, chat, { kind: 'user', id: input.userId }, { kind: 'plain', fields });
      chat.topics.push({ threadId: opening.id, name: input.name, iconColor: 7_322_096, isClosed: false });
      saveChat(station.world, chat);
      return { threadId: opening.id };
    },
  ),

  setBlocked: command(
    z.object({ userId: z.number(), bot: z.string(), isBlocked: z.boolean() }),
    (station, input): null => {
      setBlocked(
        station,
        ensurePrivateChat(station.world, botNamed(station, input.bot).id, userOf(station, input.userId).id),
        input.isBlocked,
      );
      return null;
    },
  ),
};
