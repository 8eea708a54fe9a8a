import type { Update } from 'grammy/types';

export interface Lanes {
  chatLane: string;
  userLane: string;
}

/**
 * The two lines an update waits in: of its chat and of its user. Telegram orders messages by chat but taps by user, so
 * both of one person can arrive at once. A business chat has the client's id but is another chat.
 */
export function lanesOf(update: Update): Lanes {
  const place = placeOf(update);
  const user = place.userId === undefined ? `update:${update.update_id}` : `user:${place.userId}`;
  if (place.chatId === undefined) return { chatLane: user, userLane: user };
  const prefix = place.connectionId === undefined ? 'chat:' : `chat:${place.connectionId}:`;
  return { chatLane: `${prefix}${place.chatId}`, userLane: user };
}

interface Place {
  chatId?: number | undefined;
  userId?: number | undefined;
  connectionId?: string | undefined;
}

function placeOf(update: Update): Place {
  const message =
    update.message ??
    update.edited_message ??
    update.channel_post ??
    update.edited_channel_post ??
    update.business_message ??
    update.edited_business_message;
  if (message)
    return { chatId: message.chat.id, userId: message.from?.id, connectionId: message.business_connection_id };
  const press = update.callback_query;
  if (press) {
    const connectionId =
      press.message && 'business_connection_id' in press.message ? press.message.business_connection_id : undefined;
    return { chatId: press.message?.chat.id, userId: press.from.id, connectionId };
  }
  const membership = update.my_chat_member ?? update.chat_member ?? update.chat_join_request;
  if (membership) return { chatId: membership.chat.id, userId: membership.from.id };
  const connection = update.business_connection;
  if (connection) return { chatId: connection.user_chat_id, userId: connection.user.id };
  return { userId: (update.inline_query ?? update.chosen_inline_result)?.from.id };
}
