import { GrammyError } from 'grammy';
import type { Api } from 'grammy';
import { chatIdOf } from '#domain/conversations/deliver-message.ts';
import { partsOfAlbum } from '#domain/conversations/message-media.ts';
import type { Context } from '#domain/context.ts';
import type { CardToDraw, DrawnCard } from '#domain/ports/messenger.ts';
import { toProviderError } from '#bot/telegram-failure.ts';

/**
 * Shows what a client sent as it is, below the message's card: copied from the client's chat, an album as one. The card
 * remembers the copies, so that a part of an album which came late is added and nothing is shown twice.
 */
export async function showMedia(ctx: Context, api: Api, card: CardToDraw): Promise<DrawnCard> {
  const message = await ctx.db.message.findFirst({
    where: { id: card.subjectId },
    select: {
      id: true,
      conversationId: true,
      externalMessageId: true,
      media: true,
      conversation: { select: { externalChatId: true } },
    },
  });
  const before = card.contentHash === null ? [] : readCopies(card.contentHash);
  if (!message) return { messageId: card.messageId ?? 0, contentHash: writeCopies(before) };
  const parts = await partsOfAlbum(ctx.db, message);
  const wanted = parts
    .map(({ externalMessageId }) => Number(externalMessageId))
    .filter((id) => id > 0 && !before.some((copy) => copy.of === id))
    .sort((one, other) => one - other);
  const fromChat = Number(chatIdOf(message.conversation.externalChatId));
  try {
    const copies = wanted.length === 0 ? [] : await copy(api, card, fromChat, wanted);
    const all = [...before, ...copies];
    return { messageId: card.messageId ?? all[0]?.id ?? 0, contentHash: writeCopies(all) };
  } catch (error) {
    throw toProviderError(error);
  }
}

async function copy(api: Api, card: CardToDraw, fromChat: number, ids: number[]): Promise<Copy[]> {
  const chatId = Number(card.chatId);
  const [only] = ids;
  const sent =
    ids.length === 1 && only !== undefined
      ? [await api.copyMessage(chatId, fromChat, only, { disable_notification: true })]
      : await api.copyMessages(chatId, fromChat, ids, { disable_notification: true });
  return sent.map(({ message_id: id }, index) => ({ of: ids[index] ?? 0, id }));
}

/** Takes the copies away from whom they no longer concern; what Telegram does not delete any more stays. */
export async function takeMediaAway(api: Api, card: CardToDraw): Promise<void> {
  const ids = readCopies(card.contentHash ?? '').map(({ id }) => id);
  if (ids.length === 0) return;
  try {
    await api.deleteMessages(Number(card.chatId), ids);
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw toProviderError(error);
  }
}

interface Copy {
  /** The client's message. */
  of: number;
  /** The copy beside the card. */
  id: number;
}

function writeCopies(copies: readonly Copy[]): string {
  return copies.map(({ of, id }) => `${of}:${id}`).join(',');
}

function readCopies(text: string): Copy[] {
  return text.split(',').flatMap((pair) => {
    const [of = '', id = ''] = pair.split(':');
    return id === '' ? [] : [{ of: Number(of), id: Number(id) }];
  });
}
