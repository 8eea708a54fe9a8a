import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { MethodCall } from '../call.ts';
import { postMessage } from '../messages.ts';
import type { ChatRecord, ForwardOrigin, MessageRecord } from '../records.ts';
import { messageView } from '../views.ts';
import type { World } from '../world.ts';
import { captioned } from './send-media.ts';
import type { MethodTable } from './method.ts';

/** Where a forward of this message says that it comes from. */
export function originOf(world: World, message: MessageRecord): ForwardOrigin {
  if (message.forwardOrigin !== undefined) return message.forwardOrigin;
  const chat = world.chats.get(message.chatKey);
  if (message.from.kind !== 'chat') return { type: 'user', date: message.dateSec, senderId: message.from.id };
  return chat?.type === 'channel'
    ? { type: 'channel', date: message.dateSec, chatKey: chat.key, messageId: message.id }
    : { type: 'chat', date: message.dateSec, chatKey: message.chatKey };
}

function forwardInto(call: MethodCall, chat: ChatRecord, source: MessageRecord): MessageRecord {
  if (source.isProtected === true || source.content.service !== undefined)
    throw badRequest("message can't be forwarded");
  call.assertWithinFloodLimits(chat);
  return postMessage(call.station, chat, {
    from: chat.type === 'channel' ? { kind: 'chat', id: chat.id } : call.self,
    content: source.content,
    forwardOrigin: originOf(call.station.world, source),
    threadId: call.thread(chat),
    isSilent: call.flag('disable_notification') ? true : undefined,
  });
}

function copyInto(call: MethodCall, chat: ChatRecord, source: MessageRecord): MessageRecord {
  if (source.content.service !== undefined) throw badRequest("message can't be copied");
  const hasNewCaption = source.content.media !== undefined && call.optionalText('caption') !== undefined;
  const { caption: _caption, caption_entities: _entities, ...bare } = source.content;
  const content = hasNewCaption ? captioned(bare, call.finishCaption(call.parseText('caption'))) : source.content;
  call.assertWithinFloodLimits(chat);
  return postMessage(call.station, chat, {
    from: chat.type === 'channel' ? { kind: 'chat', id: chat.id } : call.self,
    content,
    markup: call.markup(chat),
    replyToId: call.repliedId(chat),
    threadId: call.thread(chat),
  });
}

function several(
  call: MethodCall,
  run: (chat: ChatRecord, source: MessageRecord) => MessageRecord,
): { message_id: number }[] {
  const chat = call.writableChat();
  const from = call.chatOf('from_chat_id');
  const ids = call.parse('message_ids', z.array(z.number().int())) ?? [];
  if (ids.length === 0 || ids.length > 100) throw badRequest('message identifiers are not specified');
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? 0)))
    throw badRequest('message identifiers must be in a strictly increasing order');
  const sources = ids
    .map((id) => call.station.world.findMessage(from.key, id))
    .filter((source) => source !== undefined);
  if (sources.length === 0) throw badRequest('there are no messages to forward');
  return sources.map((source) => ({ message_id: run(chat, source).id }));
}

export const copyMethods: MethodTable = {
  forwardMessage(call) {
    const chat = call.writableChat();
    const source = call.message(call.chatOf('from_chat_id'), 'message to forward not found');
    return messageView(call.station.world, forwardInto(call, chat, source), call.bot.id);
  },
  copyMessage(call) {
    const chat = call.writableChat();
    const source = call.message(call.chatOf('from_chat_id'), 'message to copy not found');
    return { message_id: copyInto(call, chat, source).id };
  },
  forwardMessages: (call) => several(call, (chat, source) => forwardInto(call, chat, source)),
  copyMessages: (call) => several(call, (chat, source) => copyInto(call, chat, source)),
};
