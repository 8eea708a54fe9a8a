import type { Middleware } from 'grammy';
import { z } from 'zod';
import { findUserByTelegram } from '#domain/users/find-user-by-telegram.ts';
import { markTelegramBlocked } from '#domain/users/mark-telegram-blocked.ts';
import { setReportChannel } from '#domain/settings/set-report-channel.ts';
import { userHas } from '#domain/permissions.ts';
import { defineButton, keyboardsFor } from '#bot/buttons.ts';
import type { BotContext } from '#bot/context.ts';
import { html } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, showScreen, toMessage } from '#bot/screen.ts';

const writing = new Set(['administrator', 'member', 'creator']);

/** Somebody stopped or restarted the bot, or added it to a group or channel: an admin is offered reports there. */
export const noticeMembership: Middleware<BotContext> = async (ctx, next) => {
  const change = ctx.myChatMember;
  if (!change) return next();
  const isIn = writing.has(change.new_chat_member.status);
  if (change.chat.type === 'private') {
    return markTelegramBlocked(ctx.asSystem, { telegramUserId: String(change.from.id), blocked: !isIn });
  }
  const wasIn =
    writing.has(change.old_chat_member.status) && change.old_chat_member.status === change.new_chat_member.status;
  const mayPost = change.chat.type !== 'channel' || change.new_chat_member.status === 'administrator';
  if (!isIn || wasIn || !mayPost) return;
  const adder = await findUserByTelegram(ctx.asSystem, String(change.from.id));
  if (!adder || !userHas(adder, 'settings.write')) return;
  const { reports } = ctx.texts;
  // Asked in private: the question is the admin's, not the group's.
  const keyboard = keyboardsFor(ctx.deps.signer, change.from.id)();
  const input = { chatId: String(change.chat.id) };
  keyboard
    .button(reports.sendHere, sendHereButton, { ...input, personalData: false })
    .row()
    .button(reports.sendHereWithNames, sendHereButton, { ...input, personalData: true })
    .row()
    .button(reports.notHere, notHereButton, {});
  const message = toMessage({ text: reports.offer(titleOf(change.chat)), keyboard: keyboard.markup() });
  await ctx.api.sendMessage(change.from.id, message.text, message.options);
};

function titleOf(chat: { title?: string | undefined; id: number }): string {
  return chat.title ?? String(chat.id);
}

const sendHereButton = defineButton(
  'reports.sendHere',
  z.strictObject({ chatId: z.string().regex(/^-?\d+$/), personalData: z.boolean() }),
  membersOnly(async (ctx, { chatId, personalData }) => {
    const chat = await ctx.api.getChat(Number(chatId));
    const title = chat.title ?? chatId;
    await setReportChannel(ctx.operation, { chatId, title, language: ctx.language, personalData });
    const { reports } = ctx.texts;
    await showScreen(ctx, { text: personalData ? reports.setWithNames(title) : reports.set(title) });
    await ctx.api.sendMessage(Number(chatId), reports.hello);
  }),
);

const notHereButton = defineButton(
  'reports.notHere',
  z.strictObject({}),
  membersOnly((ctx) => showScreen(ctx, { text: html`${ctx.texts.reports.declined}` })),
);

/** Groups and channels only receive: what is written there is none of the bot's business. */
export const privateChatsOnly: Middleware<BotContext> = async (ctx, next) => {
  if (ctx.chat?.type === 'private' || ctx.callbackQuery) return next();
  if (ctx.message?.text?.startsWith('/start') && ctx.me.username) await say(ctx, ctx.texts.start.privateOnly);
};

export const reportButtons = [sendHereButton, notHereButton];
