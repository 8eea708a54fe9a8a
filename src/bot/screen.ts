import type { InlineKeyboardMarkup, LinkPreviewOptions } from 'grammy/types';
import { sha256 } from '#platform/hashing.ts';
import type { BotContext } from '#bot/context.ts';
import { fitHtml, html } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import { isGone, isNotModified } from '#bot/telegram-failure.ts';

/** What a message of ours shows. */
export interface Screen {
  text: Html;
  keyboard?: InlineKeyboardMarkup;
  /** Without a sound, because another message tells of the same. */
  isQuiet?: boolean;
}

interface MessageOptions {
  parse_mode: 'HTML';
  link_preview_options: LinkPreviewOptions;
  reply_markup?: InlineKeyboardMarkup;
}

/** The text and options that every message of ours is sent and edited with. */
export function toMessage(screen: Screen): { text: string; options: MessageOptions } {
  return {
    text: fitHtml(screen.text),
    options: {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(screen.keyboard ? { reply_markup: screen.keyboard } : {}),
    },
  };
}

/** A fingerprint of what is shown, so that an unchanged message is not edited. */
export function screenHash(screen: Screen): string {
  return sha256(JSON.stringify([fitHtml(screen.text), screen.keyboard?.inline_keyboard ?? []]));
}

/** Sends a screen as a new message. */
export async function sendScreen(ctx: BotContext, screen: Screen): Promise<number> {
  const { text, options } = toMessage(screen);
  const sent = await ctx.reply(text, { ...options, ...threadOf(ctx) });
  return sent.message_id;
}

/** Shows a screen in the message whose button was tapped, or as a new message when there is none to edit. */
export async function showScreen(ctx: BotContext, screen: Screen): Promise<void> {
  const tapped = ctx.callbackQuery?.message;
  // A message too old for Telegram to show us has date 0; editing it may still work, so it is tried.
  if (!tapped) return void (await sendScreen(ctx, screen));
  const { text, options } = toMessage(screen);
  try {
    await ctx.api.editMessageText(tapped.chat.id, tapped.message_id, text, options);
  } catch (error) {
    if (isNotModified(error)) return;
    if (!isGone(error)) throw error;
    await sendScreen(ctx, screen);
  }
}

/** Says one sentence in the chat, below what is there. */
export async function say(ctx: BotContext, text: Html | string, keyboard?: InlineKeyboardMarkup): Promise<void> {
  await sendScreen(ctx, { text: typeof text === 'string' ? html`${text}` : text, ...(keyboard ? { keyboard } : {}) });
}

function threadOf(ctx: BotContext): { message_thread_id?: number } {
  const message = ctx.msg;
  return message?.is_topic_message && message.message_thread_id !== undefined
    ? { message_thread_id: message.message_thread_id }
    : {};
}
