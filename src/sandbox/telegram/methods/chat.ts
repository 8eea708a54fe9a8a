import { badRequest } from '../api-error.ts';
import type { MethodCall } from '../call.ts';
import { isAdmin, isPresent, memberView, saveChat, setMember } from '../chats.ts';
import { postService } from '../messages.ts';
import type { ChatRecord, TopicRecord } from '../records.ts';
import { actorView, chatView, dropUndefined, messageView } from '../views.ts';
import type { Method, MethodTable } from './method.ts';

function assertAdmin(call: MethodCall, chat: ChatRecord, action: string): void {
  if (!isAdmin(chat.members[call.bot.id])) throw badRequest(`not enough rights to ${action}`);
}

function topicOf(call: MethodCall): { chat: ChatRecord; topic: TopicRecord } {
  const chat = call.writableChat();
  const topic = chat.topics.find((candidate) => candidate.threadId === call.integer('message_thread_id'));
  if (topic === undefined) throw badRequest('message thread not found');
  return { chat, topic };
}

function closeTopic(isClosed: boolean): Method {
  return (call) => {
    const { chat, topic } = topicOf(call);
    if (topic.isClosed === isClosed) throw badRequest('TOPIC_NOT_MODIFIED');
    topic.isClosed = isClosed;
    saveChat(call.station.world, chat);
    return true;
  };
}

function presentIds(chat: ChatRecord): number[] {
  return Object.keys(chat.members)
    .filter((id) => isPresent(chat.members[id]))
    .map(Number);
}

function retitle(field: 'title' | 'description'): Method {
  return (call) => {
    const chat = call.writableChat();
    if (chat.type === 'private') throw badRequest("can't change chat info in private chats");
    assertAdmin(call, chat, `change chat ${field}`);
    chat[field] = call.text(field);
    saveChat(call.station.world, chat);
    if (field === 'title')
      postService(call.station, chat, call.self, { kind: 'plain', fields: { new_chat_title: chat.title } });
    return true;
  };
}

function standing(status: 'kicked' | 'left'): Method {
  return (call) => {
    const chat = call.writableChat();
    assertAdmin(call, chat, 'restrict/unrestrict chat member');
    const userId = call.integer('user_id');
    const member = chat.members[userId];
    if (isAdmin(member))
      throw badRequest(
        member?.status === 'creator' ? "can't remove chat owner" : 'user is an administrator of the chat',
      );
    if (status === 'left' && isPresent(member) && call.flag('only_if_banned')) return true;
    setMember(call.station, chat, userId, { status }, call.bot.id);
    return true;
  };
}

export const chatMethods: MethodTable = {
  getChat(call) {
    const { world } = call.station;
    const chat = call.chatOf();
    const pinned = world.findMessage(chat.key, chat.pinned.at(-1) ?? 0);
    return dropUndefined({
      ...chatView(world, chat),
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: {
        unlimited_gifts: false,
        limited_gifts: false,
        unique_gifts: false,
        premium_subscription: false,
      },
      description: chat.description,
      pinned_message: pinned === undefined ? undefined : messageView(world, pinned, call.bot.id, false),
    });
  },

  getChatMember(call) {
    const chat = call.chatOf();
    const userId = call.integer('user_id');
    const { world } = call.station;
    if (chat.type === 'private') {
      if (userId !== chat.userId && userId !== call.bot.id) throw badRequest('user not found');
      return memberView(world, userId, { status: 'member' });
    }
    if (world.users.get(String(userId)) === undefined && world.bots.get(String(userId)) === undefined)
      throw badRequest('user not found');
    if (chat.type === 'channel') assertAdmin(call, chat, 'get the list of members of the channel');
    return memberView(world, userId, chat.members[userId]);
  },

  getChatAdministrators(call) {
    const chat = call.chatOf();
    if (chat.type === 'private') throw badRequest('there are no administrators in the private chat');
    return presentIds(chat)
      .filter(
        (id) =>
          isAdmin(chat.members[id]) && (id === call.bot.id || call.station.world.bots.get(String(id)) === undefined),
      )
      .map((id) => memberView(call.station.world, id, chat.members[id]));
  },

  getChatMemberCount(call) {
    const chat = call.chatOf();
    return chat.type === 'private' ? 2 : presentIds(chat).length;
  },

  leaveChat(call) {
    const chat = call.writableChat();
    if (chat.type === 'private') throw badRequest("chat can't be left");
    setMember(call.station, chat, call.bot.id, { status: 'left' }, call.bot.id);
    return true;
  },

  banChatMember: standing('kicked'),
  unbanChatMember: standing('left'),
  setChatTitle: retitle('title'),
  setChatDescription: retitle('description'),

  exportChatInviteLink(call) {
    const chat = call.writableChat();
    assertAdmin(call, chat, 'manage chat invite link');
    return `https://t.me/+sandbox${Math.abs(chat.id)}`;
  },

  createChatInviteLink(call) {
    const chat = call.writableChat();
    assertAdmin(call, chat, 'manage chat invite link');
    return {
      invite_link: `https://t.me/+sandbox${call.station.world.newId()}`,
      creator: actorView(call.station.world, call.bot.id),
      creates_join_request: call.flag('creates_join_request'),
      is_primary: false,
      is_revoked: false,
    };
  },

  createForumTopic(call) {
    const chat = call.writableChat();
    if (chat.isForum !== true) throw badRequest('the chat is not a forum');
    assertAdmin(call, chat, 'create a topic');
    const name = call.text('name').trim();
    if (name === '' || [...name].length > 128) throw badRequest('TOPIC_TITLE_EMPTY');
    const iconColor = call.integer('icon_color', 7_322_096);
    const opening = postService(call.station, chat, call.self, {
      kind: 'plain',
      fields: { forum_topic_created: { name, icon_color: iconColor } },
    });
    chat.topics.push({ threadId: opening.id, name, iconColor, isClosed: false });
    saveChat(call.station.world, chat);
    opening.threadId = opening.id;
    call.station.world.putMessage(opening);
    return { message_thread_id: opening.id, name, icon_color: iconColor };
  },

  editForumTopic(call) {
    const { chat, topic } = topicOf(call);
    topic.name = call.optionalText('name') ?? topic.name;
    saveChat(call.station.world, chat);
    return true;
  },

  closeForumTopic: closeTopic(true),
  reopenForumTopic: closeTopic(false),

  deleteForumTopic(call) {
    const { chat, topic } = topicOf(call);
    chat.topics = chat.topics.filter((candidate) => candidate !== topic);
    for (const message of call.station.world.messagesOf(chat.key)) {
      if (message.threadId === topic.threadId) call.station.world.deleteMessage(message);
    }
    saveChat(call.station.world, chat);
    return true;
  },
};
