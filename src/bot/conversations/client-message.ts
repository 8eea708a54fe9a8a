import type { Message } from 'grammy/types';
import { editClientMessage } from '#domain/conversations/edit-client-message.ts';
import { listMessages } from '#domain/conversations/list-messages.ts';
import { receiveClientMessage } from '#domain/conversations/receive-client-message.ts';
import type { BotContext } from '#bot/context.ts';
import { readMediaOf } from '#bot/conversations/client-media.ts';
import { say } from '#bot/screen.ts';

const quietMs = 12 * 3_600_000;

/** Passes what a client wrote on to the conversation; the client is greeted once. */
export async function receiveFromClient(ctx: BotContext): Promise<void> {
  const { message, from } = ctx;
  if (!message || !from || from.is_bot) return;
  if (ctx.isFormerMember) return say(ctx, ctx.texts.start.disabled);
  const ownPhone = message.contact && message.contact.user_id === from.id ? message.contact.phone_number : undefined;
  const received = await receiveClientMessage(ctx.asSystem, {
    ...placeOf(ctx, message),
    telegramUserId: String(from.id),
    firstName: from.first_name,
    ...(from.last_name ? { lastName: from.last_name } : {}),
    ...(from.username ? { username: from.username } : {}),
    ...(from.language_code ? { languageCode: from.language_code } : {}),
    text: textOf(message),
    media: readMediaOf(message),
    sentAt: new Date(message.date * 1000),
    ...(ownPhone ? { phone: ownPhone.startsWith('+') ? ownPhone : `+${ownPhone}` } : {}),
  });
  if (received.optOut && !received.optOut.unsure) await say(ctx, ctx.texts.start.optedOut);
  else if (received.isNew && (await isNewTalk(ctx, received.conversationId))) await say(ctx, ctx.texts.start.received);
}

/** Thanks are for the beginning of a talk, not for each of its lines. */
async function isNewTalk(ctx: BotContext, conversationId: string): Promise<boolean> {
  const { items } = await listMessages(ctx.asSystem, { conversationId, limit: 2 });
  const before = items[1];
  return !before || ctx.operation.clock.now().getTime() - before.sentAt.getTime() > quietMs;
}

/** Keeps what a client changed in an earlier message. */
export async function receiveEditFromClient(ctx: BotContext): Promise<void> {
  const message = ctx.editedMessage;
  if (!message) return;
  await editClientMessage(ctx.asSystem, {
    ...placeOf(ctx, message),
    text: textOf(message),
    editedAt: new Date((message.edit_date ?? message.date) * 1000),
  });
}

function placeOf(ctx: BotContext, message: Message) {
  return { externalChatId: `bot:${ctx.me.id}:${message.chat.id}`, externalMessageId: String(message.message_id) };
}

function textOf(message: Message): string {
  const { contact, location, text, caption } = message;
  const place = location ? `${location.latitude}, ${location.longitude}` : '';
  return text ?? caption ?? (contact ? [contact.first_name, contact.phone_number].join(' ') : place);
}
