import { GrammyError } from 'grammy';
import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import { messageOf } from '#platform/errors.ts';
import type { ConnectionTest } from '#domain/ports/ports.ts';
import type { CardKind, CardToDraw, DrawnCard, Messenger } from '#domain/ports/messenger.ts';
import { keyboardsFor } from '#bot/buttons.ts';
import type { ButtonSigner } from '#bot/buttons.ts';
import { readerOf } from '#bot/cards/card-reader.ts';
import { drawScreen } from '#bot/cards/card-screens.ts';
import { html } from '#bot/formatting.ts';
import { screenHash, toMessage } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { isGone, isNotModified, toProviderError } from '#bot/telegram-failure.ts';

/** Cards that nobody has to act on at once come without a sound; a screen may ask for it as well. */
const silent: ReadonlySet<CardKind> = new Set(['callRequest', 'callReport']);

/** The organization's bot as operations see it. `identity` is asked before the first use, not when this is made. */
export function createMessenger(options: {
  api: Api;
  identity: () => Promise<{ me: UserFromGetMe; signer: ButtonSigner }>;
}): Messenger {
  const { api, identity } = options;

  async function send(card: CardToDraw, screen: Screen, chatId: number): Promise<number> {
    const { text, options: shown } = toMessage(screen);
    const sent = await api.sendMessage(chatId, text, {
      ...shown,
      ...(card.threadId === null ? {} : { message_thread_id: card.threadId }),
      ...(silent.has(card.kind) || screen.isQuiet ? { disable_notification: true } : {}),
    });
    return sent.message_id;
  }

  /** The edited message's id, or null when it can no longer be edited. */
  async function edit(chatId: number, messageId: number, screen: Screen): Promise<number | null> {
    const { text, options: shown } = toMessage(screen);
    try {
      await api.editMessageText(chatId, messageId, text, shown);
    } catch (error) {
      if (isGone(error)) return null;
      if (!isNotModified(error)) throw error;
    }
    return messageId;
  }

  /** Deletes a message; one that is too old for that says `instead` and has no buttons any more. */
  async function takeAway(chatId: number, messageId: number, instead: string): Promise<void> {
    try {
      await api.deleteMessage(chatId, messageId);
    } catch (error) {
      if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
      await edit(chatId, messageId, { text: html`<i>${instead}</i>`, keyboard: { inline_keyboard: [] } });
    }
  }

  return {
    async drawCard(ctx, card, live, { anew = false } = {}): Promise<DrawnCard> {
      const { signer } = await identity();
      const reader = await readerOf(ctx, card);
      const draw = async (chatId: number): Promise<DrawnCard> => {
        const screen = await drawScreen({ ctx, card, reader, keyboard: keyboardsFor(signer, chatId), live });
        const contentHash = screenHash(screen);
        if (card.messageId !== null && card.contentHash === contentHash && !anew)
          return { messageId: card.messageId, contentHash };
        const isSameChat = chatId === Number(card.chatId);
        const before = isSameChat ? card.messageId : null;
        const edited = before !== null && !anew ? await edit(chatId, before, screen) : null;
        const messageId = edited ?? (await send(card, screen, chatId));
        if (before !== null && anew) {
          // The new message is there: failing now would send it once more.
          await takeAway(chatId, before, reader.texts.actions.shownAgain).catch((error: unknown) =>
            ctx.log.warn({ cardId: card.id, err: messageOf(error) }, 'an old card stays beside its new message'),
          );
        }
        return { messageId, contentHash, ...(isSameChat ? {} : { chatId: BigInt(chatId) }) };
      };
      try {
        return await draw(Number(card.chatId));
      } catch (error) {
        const migratedTo = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
        if (migratedTo === undefined)
          throw error instanceof GrammyError || isTransport(error) ? toProviderError(error) : error;
        return draw(migratedTo).catch((failure: unknown) => {
          throw toProviderError(failure);
        });
      }
    },

    async closeCard(ctx, card) {
      if (card.messageId === null) return;
      const reader = await readerOf(ctx, card);
      try {
        await takeAway(Number(card.chatId), card.messageId, reader.texts.actions.notYoursAnyMore);
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async deliver({ chatId, text }) {
      try {
        const sent = await api.sendMessage(Number(chatId), text);
        return { externalMessageId: String(sent.message_id) };
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async startLink(code) {
      const { me } = await identity();
      return `https://t.me/${me.username}?start=${code}`;
    },

    async test(): Promise<ConnectionTest> {
      try {
        const me = await api.getMe();
        return { ok: true, message: `@${me.username}`, details: { id: me.id, username: me.username } };
      } catch (error) {
        return { ok: false, message: toProviderError(error).message };
      }
    },
  };
}

function isTransport(error: unknown): boolean {
  return error instanceof Error && error.name === 'HttpError';
}
