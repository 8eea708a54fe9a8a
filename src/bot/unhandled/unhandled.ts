import type { BotContext } from '#bot/context.ts';
import { say } from '#bot/screen.ts';

/** What nothing else understood, from a member. */
export async function answerUnhandled(ctx: BotContext): Promise<void> {
  if (!ctx.message || ctx.chat?.type !== 'private') return;
  await say(ctx, ctx.message.text ? ctx.texts.menu.unhandled : ctx.texts.menu.unhandledMedia);
}
