import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import type { Messenger } from '#domain/ports/messenger.ts';

/** The organization's bot, or null when it has none: then there is nobody to show a card to. */
export async function connectedMessenger(ctx: Context): Promise<Messenger | null> {
  try {
    return await ctx.ports.messenger();
  } catch (error) {
    if (error instanceof AppError && error.code === 'service_not_connected') return null;
    throw error;
  }
}
