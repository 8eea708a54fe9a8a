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

/** Reads with care: an update of a shape that nobody has seen yet must still be stored, in a lane of its own. */
function placeOf(update: Update): Place {
  const message =
    update.message ??
    update.edited_message ??
    update.channel_post ??
    update.edited_channel_post ??
    update.business_message ??
    update.edited_business_message;
  if (message) {
    return { chatId: idOf(message, 'chat'), userId: idOf(message, 'from'), connectionId: connectionOf(message) };
  }
  const press = update.callback_query;
  if (press) {
    const place = part(press, 'message');
    return { chatId: idOf(place, 'chat'), userId: idOf(press, 'from'), connectionId: connectionOf(place) };
  }
  const membership = update.my_chat_member ?? update.chat_member ?? update.chat_join_request;
  if (membership) return { chatId: idOf(membership, 'chat'), userId: idOf(membership, 'from') };
  const connection = update.business_connection;
  if (connection) return { chatId: whole(part(connection, 'user_chat_id')), userId: idOf(connection, 'user') };
  return { userId: idOf(update.inline_query ?? update.chosen_inline_result, 'from') };
}

function part(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function idOf(value: unknown, key: string): number | undefined {
  return whole(part(part(value, key), 'id'));
}

function connectionOf(message: unknown): string | undefined {
  const id = part(message, 'business_connection_id');
  return typeof id === 'string' && /^[\w-]{1,128}$/.test(id) ? id : undefined;
}
