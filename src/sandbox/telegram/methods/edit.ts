import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { MethodCall } from '../call.ts';
import { isAdmin, saveChat } from '../chats.ts';
import { finishFormatted, parseFormatted } from '../entities/format-text.ts';
import { postService, removeMessage, storeEdit } from '../messages.ts';
import { mediaKinds } from '../records.ts';
import type { ChatRecord, MediaKind, MessageContent, MessageRecord, ReplyMarkup } from '../records.ts';
import { messageView } from '../views.ts';
import type { Method, MethodTable } from './method.ts';
import { captioned, readMedia } from './send-media.ts';
import { textContent } from './post-content.ts';

const notModified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
const twoDaysSec = 48 * 3_600;

function editable(call: MethodCall): { chat: ChatRecord; message: MessageRecord } {
  if (call.optionalText('inline_message_id') !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  const chat = call.chatOf();
  call.assertMayWrite(chat);
  const message = call.message(chat, 'message to edit not found');
  const isOwn =
    message.from.kind === 'bot'
      ? message.from.id === call.bot.id
      : chat.type === 'channel' && isAdmin(chat.members[call.bot.id]);
  if (!isOwn || message.content.service !== undefined || message.forwardOrigin !== undefined)
    throw badRequest("message can't be edited");
  if (message.markup !== undefined && !('inline_keyboard' in message.markup))
    throw badRequest("message can't be edited");
  return { chat, message };
}

function newKeyboard(call: MethodCall, chat: ChatRecord): ReplyMarkup | undefined {
  const markup = call.markup(chat);
  if (markup !== undefined && !('inline_keyboard' in markup)) throw badRequest('inline keyboard expected');
  return markup !== undefined && markup.inline_keyboard.length === 0 ? undefined : markup;
}

function applyEdit(call: MethodCall, chat: ChatRecord, message: MessageRecord, content: MessageContent): unknown {
  const markup = newKeyboard(call, chat);
  const isContentEdit = !sameJson(contentOf(content), contentOf(message.content));
  if (!isContentEdit && sameJson(markup, message.markup)) throw badRequest(notModified);
  message.content = content;
  message.markup = markup;
  storeEdit(call.station, chat, message, { isContentEdit, byUser: false });
  return messageView(call.station.world, message, call.bot.id);
}

// Preview options alone don't make an edit a different message for the server.
function contentOf({ link_preview_options: _ignored, ...content }: MessageContent): unknown {
  return { ...content, entities: content.entities ?? [], caption_entities: content.caption_entities ?? [] };
}

function sameJson(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): unknown =>
    value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
  return isDeepStrictEqual(plain(a), plain(b));
}

const inputMediaSchema = z.looseObject({
  type: z.enum(mediaKinds),
  media: z.string(),
  caption: z.string().optional(),
  parse_mode: z.string().optional(),
  duration: z.number().optional(),
});

async function editMedia(call: MethodCall): Promise<unknown> {
  const { chat, message } = editable(call);
  const input = call.parse('media', inputMediaSchema);
  if (input === undefined) throw badRequest('input media is not specified');
  const caption = finishFormatted(parseFormatted(input.caption ?? '', input.parse_mode, undefined));
  const kind: MediaKind = input.type;
  const media = { ...(await readMedia(call, kind, kind, input.media)), durationSec: input.duration };
  return call.station.world.act(() => applyEdit(call, chat, message, captioned({ media }, caption)));
}

function deleteOne(call: MethodCall, chat: ChatRecord, message: MessageRecord): void {
  const { world } = call.station;
  const isOwn = message.from.kind === 'bot' && message.from.id === call.bot.id;
  const isAllowed = chat.type === 'private' || isOwn || isAdmin(chat.members[call.bot.id]);
  const isTooOld =
    !(chat.type !== 'private' && isAdmin(chat.members[call.bot.id])) && world.nowSec() - message.dateSec > twoDaysSec;
  if (!isAllowed || isTooOld) throw badRequest("message can't be deleted");
  removeMessage(call.station, chat, message);
}

function pin(isPinned: boolean): Method {
  return (call) => {
    const chat = call.writableChat();
    if (chat.type !== 'private' && !isAdmin(chat.members[call.bot.id]))
      throw badRequest('not enough rights to manage pinned messages in the chat');
    const wanted = call.optionalInteger('message_id') ?? (isPinned ? 0 : (chat.pinned.at(-1) ?? 0));
    const message = call.station.world.findMessage(chat.key, wanted);
    if (message === undefined) throw badRequest(isPinned ? 'message to pin not found' : 'message to unpin not found');
    chat.pinned = chat.pinned.filter((id) => id !== message.id);
    if (isPinned) chat.pinned.push(message.id);
    saveChat(call.station.world, chat);
    if (isPinned) postService(call.station, chat, call.self, { kind: 'pinned_message', messageId: message.id });
    return true;
  };
}

export const editMethods: MethodTable = {
  editMessageText(call) {
    const parsed = call.parseText('text');
    const { chat, message } = editable(call);
    if (message.content.text === undefined) throw badRequest('there is no text in the message to edit');
    return applyEdit(call, chat, message, textContent(call.finishText(parsed), call));
  },

  editMessageCaption(call) {
    const parsed = call.parseText('caption');
    const { chat, message } = editable(call);
    if (message.content.media === undefined) throw badRequest('there is no caption in the message to edit');
    const { caption: _caption, caption_entities: _entities, ...rest } = message.content;
    return applyEdit(call, chat, message, captioned(rest, call.finishCaption(parsed)));
  },

  editMessageReplyMarkup(call) {
    const { chat, message } = editable(call);
    return applyEdit(call, chat, message, message.content);
  },

  editMessageMedia: editMedia,

  deleteMessage(call) {
    const chat = call.chatOf();
    deleteOne(call, chat, call.message(chat, 'message to delete not found'));
    return true;
  },

  deleteMessages(call) {
    const chat = call.chatOf();
    const ids = call.parse('message_ids', z.array(z.number().int())) ?? [];
    if (ids.length === 0) throw badRequest('message identifiers are not specified');
    if (ids.length > 100) throw badRequest('too many message identifiers specified');
    for (const id of ids) {
      const message = call.station.world.findMessage(chat.key, id);
      if (message !== undefined) deleteOne(call, chat, message);
    }
    return true;
  },

  pinChatMessage: pin(true),
  unpinChatMessage: pin(false),

  unpinAllChatMessages(call) {
    const chat = call.writableChat();
    chat.pinned = [];
    saveChat(call.station.world, chat);
    return true;
  },

  setMessageReaction(call) {
    const chat = call.chatOf();
    call.assertMayWrite(chat);
    const message = call.message(chat, 'message to react not found');
    const reactions =
      call.parse('reaction', z.array(z.looseObject({ type: z.string(), emoji: z.string().optional() }))) ?? [];
    if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
    const emoji = reactions.map((reaction) => reaction.emoji ?? '');
    if (emoji.some((value) => value === '')) throw badRequest('REACTION_INVALID');
    message.reactions = { ...message.reactions, [call.bot.id]: emoji };
    call.station.world.putMessage(message);
    call.station.world.announce({ type: 'edit', chatKey: chat.key, messageId: message.id });
    return true;
  },
};
