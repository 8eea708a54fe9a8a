import type { Station } from './station.ts';
import type { BotRecord, ChatRecord, ChatType, MemberRecord, MemberStatus, MessageRecord } from './records.ts';
import { actorView, chatView } from './views.ts';
import type { Json } from './views.ts';
import type { World } from './world.ts';

export function privateChatKey(botId: number, userId: number): string {
  return `p:${botId}:${userId}`;
}

/** The private chat of a person and a bot, made if it is new. The bot may write only once the person has. */
export function ensurePrivateChat(world: World, botId: number, userId: number): ChatRecord {
  const key = privateChatKey(botId, userId);
  const known = world.chats.get(key);
  if (known !== undefined) return known;
  const chat: ChatRecord = { key, id: userId, type: 'private', botId, userId, members: {}, pinned: [], topics: [] };
  world.chats.put(key, chat);
  world.announce({ type: 'chat', chatKey: key });
  return chat;
}

export function createChat(
  world: World,
  fields: {
    type: Exclude<ChatType, 'private'>;
    title: string;
    username?: string | undefined;
    isForum?: boolean | undefined;
    id?: number | undefined;
  },
): ChatRecord {
  const sequence = world.next('chat', 0);
  const id = fields.id ?? (fields.type === 'group' ? -(4_000_000 + sequence) : -(1_002_000_000_000 + sequence));
  const chat: ChatRecord = {
    key: String(id),
    id,
    type: fields.type,
    title: fields.title,
    username: fields.username,
    isForum: fields.isForum,
    members: {},
    pinned: [],
    topics: [],
  };
  saveChat(world, chat);
  return chat;
}

export function saveChat(world: World, chat: ChatRecord): void {
  world.chats.put(chat.key, chat);
  world.announce({ type: 'chat', chatKey: chat.key });
}

export function isPresent(member: MemberRecord | undefined): boolean {
  return member !== undefined && member.status !== 'left' && member.status !== 'kicked';
}

export function isAdmin(member: MemberRecord | undefined): boolean {
  return member?.status === 'administrator' || member?.status === 'creator';
}

/** Who can read the chat: the person of a private chat, the members of the others. Bots are not among them. */
export function readersOf(world: World, chat: ChatRecord): number[] {
  if (chat.type === 'private') return chat.userId === undefined ? [] : [chat.userId];
  return Object.keys(chat.members)
    .filter((id) => isPresent(chat.members[id]) && world.users.get(id) !== undefined)
    .map(Number);
}

export function botsIn(world: World, chat: ChatRecord): BotRecord[] {
  const ids =
    chat.type === 'private'
      ? [String(chat.botId)]
      : Object.keys(chat.members).filter((id) => isPresent(chat.members[id]));
  return ids.map((id) => world.bots.get(id)).filter((bot) => bot !== undefined);
}

/** Bots that get an update about this message: privacy mode hides ordinary talk in groups from bots that are no admins. */
export function botsSeeing(world: World, chat: ChatRecord, message: MessageRecord): BotRecord[] {
  const others = botsIn(world, chat).filter((bot) => !(message.from.kind === 'bot' && message.from.id === bot.id));
  if (message.from.kind === 'bot' && message.content.service === undefined) return [];
  if (chat.type === 'private' || chat.type === 'channel')
    return others.filter((bot) => chat.type === 'private' || isAdmin(chat.members[bot.id]));
  return others.filter(
    (bot) => bot.canReadAllGroupMessages || isAdmin(chat.members[bot.id]) || concernsBot(world, message, bot),
  );
}

function concernsBot(world: World, message: MessageRecord, bot: BotRecord): boolean {
  if (message.content.service !== undefined || message.viaBotId === bot.id) return true;
  const replied = message.replyToId === undefined ? undefined : world.findMessage(message.chatKey, message.replyToId);
  if (replied?.from.kind === 'bot' && replied.from.id === bot.id) return true;
  const text = message.content.text ?? message.content.caption ?? '';
  const entities = message.content.entities ?? message.content.caption_entities ?? [];
  return entities.some((entity) => {
    const value = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
    if (entity.type === 'mention') return value === `@${bot.username.toLowerCase()}`;
    return entity.type === 'bot_command' && (!value.includes('@') || value.endsWith(`@${bot.username.toLowerCase()}`));
  });
}

export function memberView(world: World, actorId: number, member: MemberRecord | undefined): Json {
  const status = member?.status ?? 'left';
  const user = actorView(world, actorId);
  const rights = {
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: true,
    can_restrict_members: true,
    can_promote_members: false,
    can_change_info: true,
    can_invite_users: true,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_post_messages: true,
    can_edit_messages: true,
    can_pin_messages: true,
    can_manage_topics: true,
  };
  switch (status) {
    case 'creator':
      return { status, user, is_anonymous: false };
    case 'administrator':
      return { status, user, ...rights };
    case 'kicked':
      return { status, user, until_date: 0 };
    case 'restricted':
      return { status, user, is_member: true, can_send_messages: member?.canSend ?? false, until_date: 0 };
    default:
      return { status, user };
  }
}

/** Changes somebody's standing in a chat and tells the bots: `my_chat_member` for themselves, `chat_member` for others. */
export function setMember(station: Station, chat: ChatRecord, actorId: number, next: MemberRecord, byId: number): void {
  const { world, delivery } = station;
  const before = chat.members[actorId];
  if (before?.status === next.status && before.canSend === next.canSend) return;
  chat.members[actorId] = next;
  saveChat(world, chat);
  const payload = {
    chat: chatView(world, chat),
    from: actorView(world, byId),
    date: world.nowSec(),
    old_chat_member: memberView(world, actorId, before),
    new_chat_member: memberView(world, actorId, next),
  };
  const self = world.bots.get(String(actorId));
  if (self !== undefined) delivery.enqueue(self, 'my_chat_member', chat.id, payload);
  for (const bot of botsIn(world, chat)) {
    if (bot.id !== actorId && isAdmin(chat.members[bot.id])) delivery.enqueue(bot, 'chat_member', chat.id, payload);
  }
}

/** A person blocks or unblocks the bot of a private chat; the bot hears it as `my_chat_member`. */
export function setBlocked(station: Station, chat: ChatRecord, isBlocked: boolean): void {
  const { world, delivery } = station;
  const bot = world.bots.get(String(chat.botId));
  if (bot === undefined || (chat.isBlocked ?? false) === isBlocked) return;
  chat.isBlocked = isBlocked;
  saveChat(world, chat);
  const standing = (status: MemberStatus): Json => memberView(world, bot.id, { status });
  delivery.enqueue(bot, 'my_chat_member', chat.id, {
    chat: chatView(world, chat),
    from: actorView(world, chat.id),
    date: world.nowSec(),
    old_chat_member: standing(isBlocked ? 'member' : 'kicked'),
    new_chat_member: standing(isBlocked ? 'kicked' : 'member'),
  });
}
