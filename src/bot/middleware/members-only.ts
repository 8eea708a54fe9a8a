import type { BotContext, MemberContext } from '#bot/context.ts';
import { say } from '#bot/screen.ts';

export function isMember(ctx: BotContext): ctx is MemberContext {
  return ctx.member !== null;
}

/** Wraps a handler that only members may reach; others are told so in words for clients. */
export function membersOnly<Input extends unknown[]>(
  handler: (ctx: MemberContext, ...input: Input) => Promise<unknown>,
) {
  return async (ctx: BotContext, ...input: Input): Promise<void> => {
    if (isMember(ctx)) await handler(ctx, ...input);
    else await say(ctx, ctx.isFormerMember ? ctx.texts.start.disabled : ctx.texts.start.membersOnly);
  };
}
