import type { Middleware } from 'grammy';
import type { PressableButton } from '#bot/buttons.ts';
import type { BotContext } from '#bot/context.ts';
import { showMainMenu } from '#bot/menu/main-menu.ts';
import { say } from '#bot/screen.ts';

const settingsPrefix = 'settings/';

/** Stops presses that this bot did not make for this chat, before dialogues or handlers see them. */
export const checkPress: Middleware<BotContext> = async (ctx, next) => {
  const data = ctx.callbackQuery?.data;
  // The settings menu signs nothing: its handlers only do what the presser may do anyway.
  if (data === undefined || data.startsWith(settingsPrefix) || ctx.deps.signer.verify(ctx.chatId ?? 0, data))
    return next();
  ctx.deps.log.warn({ update: ctx.update.update_id }, 'a button was pressed that is not ours');
  await say(ctx, ctx.texts.errors.foreignButton);
  await showMainMenu(ctx);
};

/** Hands a press to its button's handler. A dialogue's button that no dialogue waits for says so. */
export function routeButtons(catalog: ReadonlyMap<string, PressableButton>): Middleware<BotContext> {
  return async (ctx, next) => {
    const data = ctx.callbackQuery?.data;
    if (data === undefined) return next();
    const verified = ctx.deps.signer.verify(ctx.chatId ?? 0, data);
    const button = verified ? catalog.get(verified.code) : undefined;
    if (!verified || !button) {
      await say(ctx, ctx.texts.errors.outdatedButton);
      return showMainMenu(ctx);
    }
    ctx.deps.log.debug({ button: button.id, userId: ctx.member?.id }, 'button pressed');
    const result = await button.press(ctx, verified.packed);
    if (result === 'dialogue') return say(ctx, ctx.texts.errors.finishedStep);
    if (!result) await say(ctx, ctx.texts.errors.outdatedButton);
  };
}
