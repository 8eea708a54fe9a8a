import type { Middleware } from 'grammy';
import type { BotContext } from '#bot/context.ts';

/** One line per update: kind, duration and who, never what was written. */
export const logUpdate: Middleware<BotContext> = async (ctx, next) => {
  const startedAt = performance.now();
  const kind = Object.keys(ctx.update).find((key) => key !== 'update_id') ?? 'unknown';
  try {
    await next();
  } finally {
    ctx.deps.log.info(
      {
        update: ctx.update.update_id,
        kind,
        userId: ctx.member?.id,
        durationMs: Math.round(performance.now() - startedAt),
      },
      'update handled',
    );
  }
};
