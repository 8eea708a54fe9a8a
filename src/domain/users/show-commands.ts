import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import { connectedMessenger } from '#domain/cards/connected-messenger.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';

export const ShowCommandsInput = z.strictObject({ userId: z.uuid() });
export type ShowCommandsInput = z.input<typeof ShowCommandsInput>;

/**
 * Shows a member the commands of their present role and language in the chat with the bot; takes them away from whoever is
 * no member any more. Nothing happens without a bot, a chat, or when the person stopped the bot.
 */
export async function showCommands(ctx: Context, input: ShowCommandsInput): Promise<void> {
  requireSystem(ctx);
  const { userId } = parseInput(ShowCommandsInput, input);
  const user = await ctx.db.user.findFirst({ where: { id: userId } });
  if (!user?.telegramChatId || user.telegramBlocked) return;
  const messenger = await connectedMessenger(ctx);
  if (!messenger) return;
  const { role, permissions, language } = user;
  try {
    await messenger.showCommands(user.telegramChatId, user.disabledAt ? null : { role, permissions, language });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.detail !== 'blocked') throw error;
  }
}
