import { GrammyError, InlineKeyboard, InputFile } from 'grammy';
import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import { messageOf } from '#platform/errors.ts';
import type { ConnectionTest } from '#domain/ports/ports.ts';
import type { CardKind, CardToDraw, DrawnCard, Messenger } from '#domain/ports/messenger.ts';
import { keyboardsFor } from '#bot/buttons.ts';
import type { ButtonSigner } from '#bot/buttons.ts';
import { showMedia, takeMediaAway } from '#bot/cards/media-card.ts';
import { readerOf } from '#bot/cards/card-reader.ts';
import { drawScreen } from '#bot/cards/card-screens.ts';
import { html } from '#bot/formatting.ts';
import { resetCommands } from '#bot/menu/commands.ts';
import { screenHash, toMessage } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { sendMedia } from '#bot/conversations/client-media.ts';
import type { FileFetcher } from '#bot/telegram-files.ts';
import { leadsPayload, menuPayload } from '#bot/reports/digest-payloads.ts';
import { digestCaption, drawDigestChart } from '#bot/reports/digest-message.ts';
import { textsFor } from '#bot/texts/texts.ts';
import { isGone, isNotModified, isTopicGone, toProviderError } from '#bot/telegram-failure.ts';

/** Cards that nobody has to act on at once come without a sound; a screen may ask for it as well. */
const silent: ReadonlySet<CardKind> = new Set(['callRequest', 'callReport']);

/** The organization's bot as operations see it. `identity` is asked before the first use, not when this is made. */
export function createMessenger(options: {
  api: Api;
  identity: () => Promise<{ me: UserFromGetMe; signer: ButtonSigner }>;
  /** Fetches what `getFile` named. */
  fetchFile: FileFetcher;
}): Messenger {
  const { api, identity, fetchFile } = options;

  async function send(card: CardToDraw, screen: Screen, chatId: number): Promise<{ id: number; isTopicGone?: true }> {
    const { text, options: shown } = toMessage(screen);
    const quiet = silent.has(card.kind) || screen.isQuiet ? { disable_notification: true } : {};
    const { sent, isTopicGone: lost } = await inTopic(card.threadId, (topic) =>
      api.sendMessage(chatId, text, { ...shown, ...topic, ...quiet }),
    );
    return { id: sent.message_id, ...(lost ? { isTopicGone: true } : {}) };
  }

  /** Sends into a topic, or beside it when it is not there any more. */
  async function inTopic<Sent>(
    threadId: number | null,
    sendIt: (topic: { message_thread_id?: number }) => Promise<Sent>,
  ): Promise<{ sent: Sent; isTopicGone: boolean }> {
    if (threadId === null) return { sent: await sendIt({}), isTopicGone: false };
    try {
      return { sent: await sendIt({ message_thread_id: threadId }), isTopicGone: false };
    } catch (error) {
      if (!isTopicGone(error)) throw error;
      return { sent: await sendIt({}), isTopicGone: true };
    }
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
      if (card.kind === 'media') return showMedia(ctx, api, card);
      const { signer, me } = await identity();
      const linkOf = (payload: string) => `https://t.me/${me.username}?start=${payload}`;
      const reader = await readerOf(ctx, card);
      const draw = async (chatId: number): Promise<DrawnCard> => {
        const screen = await drawScreen({ ctx, card, reader, keyboard: keyboardsFor(signer, chatId), live, linkOf });
        const contentHash = screenHash(screen);
        if (card.messageId !== null && card.contentHash === contentHash && !anew)
          return { messageId: card.messageId, contentHash };
        const isSameChat = chatId === Number(card.chatId);
        const before = isSameChat ? card.messageId : null;
        const edited = before !== null && !anew ? await edit(chatId, before, screen) : null;
        const sent = edited === null ? await send(card, screen, chatId) : { id: edited };
        const messageId = sent.id;
        const lost = 'isTopicGone' in sent ? ({ isTopicGone: true } as const) : {};
        if (before !== null && anew) {
          // The new message is there: failing now would send it once more.
          await takeAway(chatId, before, reader.texts.actions.shownAgain).catch((error: unknown) =>
            ctx.log.warn({ cardId: card.id, err: messageOf(error) }, 'an old card stays beside its new message'),
          );
        }
        return { messageId, contentHash, ...lost, ...(isSameChat ? {} : { chatId: BigInt(chatId) }) };
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
      if (card.kind === 'media') return takeMediaAway(api, card);
      const reader = await readerOf(ctx, card);
      try {
        await takeAway(Number(card.chatId), card.messageId, reader.texts.actions.notYoursAnyMore);
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async deliver({ chatId, text, media }) {
      try {
        const sent = media
          ? await sendMedia(api, Number(chatId), media, text)
          : await api.sendMessage(Number(chatId), text);
        return { externalMessageId: String(sent.message_id) };
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async showCommands(chatId, member) {
      try {
        if (member) await resetCommands(api, Number(chatId), member);
        else await api.deleteMyCommands({ scope: { type: 'chat', chat_id: Number(chatId) } });
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async editDelivered({ chatId, externalMessageId, text, hasMedia }) {
      const messageId = Number(externalMessageId);
      try {
        if (hasMedia) await api.editMessageCaption(Number(chatId), messageId, { caption: text });
        else await api.editMessageText(Number(chatId), messageId, text);
      } catch (error) {
        if (!isNotModified(error)) throw toProviderError(error);
      }
    },

    async deleteDelivered({ chatId, externalMessageId }) {
      try {
        await api.deleteMessage(Number(chatId), Number(externalMessageId));
      } catch (error) {
        const isAway = error instanceof GrammyError && /message to delete not found/i.test(error.description);
        if (!isAway) throw toProviderError(error);
      }
    },

    async download(fileId) {
      try {
        return await fetchFile(await api.getFile(fileId));
      } catch (error) {
        throw toProviderError(error);
      }
    },

    async sendDigest(digest): Promise<DrawnCard> {
      const { me } = await identity();
      const { digests } = textsFor(digest.language);
      const caption = digestCaption(digest);
      const picture = await drawDigestChart(digest);
      const keyboard = new InlineKeyboard()
        .url(digests.openLeads, `https://t.me/${me.username}?start=${leadsPayload}`)
        .url(digests.openReports, `https://t.me/${me.username}?start=${menuPayload}`);
      const post = async (chatId: number): Promise<DrawnCard> => {
        const { sent, isTopicGone: lost } = await inTopic(digest.threadId, (topic) =>
          api.sendPhoto(chatId, new InputFile(picture, 'digest.png'), {
            ...topic,
            caption,
            parse_mode: 'HTML',
            disable_notification: true,
            reply_markup: keyboard,
          }),
        );
        const moved = chatId === Number(digest.chatId) ? {} : { chatId: BigInt(chatId) };
        return { messageId: sent.message_id, contentHash: '', ...moved, ...(lost ? { isTopicGone: true } : {}) };
      };
      try {
        return await post(Number(digest.chatId)).catch((error: unknown) => {
          const movedTo = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined;
          if (movedTo === undefined) throw error;
          return post(movedTo);
        });
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
