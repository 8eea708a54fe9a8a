import { z } from 'zod';
import type { MethodCall } from '../call.ts';
import { postMessage } from '../messages.ts';
import type { NewMessage } from '../messages.ts';
import type { ChatRecord, FormattedText, MessageContent, MessageRecord } from '../records.ts';
import { messageView } from '../views.ts';
import type { Json } from '../views.ts';

/** Checks the chat, the reply, the thread and the keyboard, posts the content and answers with the message. */
export function sendContent(call: MethodCall, makeContent: (chat: ChatRecord) => MessageContent): Json {
  return messageView(call.station.world, postContent(call, makeContent), call.bot.id);
}

export function postContent(
  call: MethodCall,
  makeContent: (chat: ChatRecord) => MessageContent,
  extra: Partial<NewMessage> = {},
): MessageRecord {
  const chat = call.writableChat();
  const markup = call.markup(chat);
  const replyToId = call.repliedId(chat);
  const threadId = call.thread(chat);
  const content = makeContent(chat);
  call.assertWithinFloodLimits(chat);
  return postMessage(call.station, chat, {
    from: chat.type === 'channel' ? { kind: 'chat', id: chat.id } : call.self,
    content,
    markup,
    replyToId,
    threadId,
    isSilent: call.flag('disable_notification') ? true : undefined,
    isProtected: call.flag('protect_content') ? true : undefined,
    ...extra,
  });
}

export function textContent(text: FormattedText, call: MethodCall): MessageContent {
  return {
    text: text.text,
    entities: text.entities,
    link_preview_options: call.parse('link_preview_options', z.record(z.string(), z.unknown())),
  };
}
