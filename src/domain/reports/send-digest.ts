import { z } from 'zod';
import { ProviderError } from '#platform/errors.ts';
import { connectedMessenger } from '#domain/cards/connected-messenger.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { loseChannel, loseTopic, moveChannel } from '#domain/reports/channel-changes.ts';
import { readDigestNumbers } from '#domain/reports/digest-numbers.ts';

export const SendDigestInput = z.strictObject({ digestId: z.uuid() });
export type SendDigestInput = z.input<typeof SendDigestInput>;

/**
 * Sends a planned digest to its channel and keeps its numbers. `dispatch` is awaited just before. A channel that the bot may
 * not write to any more is switched off; without a bot nothing is sent. Throws ProviderError when trying again may help.
 */
export async function sendDigest(
  ctx: Context,
  input: SendDigestInput,
  handle: { dispatch(): Promise<void> },
): Promise<{ sent: boolean }> {
  requireSystem(ctx);
  const { digestId } = parseInput(SendDigestInput, input);
  const digest = await ctx.db.digest.findFirst({
    where: { id: digestId, sentAt: null, channel: { disabledAt: null } },
    include: { channel: true },
  });
  const messenger = await connectedMessenger(ctx);
  if (!digest || !messenger) return { sent: false };
  const { channel, period, slot } = digest;
  const organization = await ctx.db.organization.findFirstOrThrow({ select: { name: true, timeZone: true } });
  const timeZone = channel.timeZone ?? organization.timeZone;
  const numbers = await readDigestNumbers(ctx, { period, slot }, timeZone);
  await handle.dispatch();
  try {
    const sent = await messenger.sendDigest({
      ...channel,
      organizationName: organization.name,
      timeZone,
      period,
      slot,
      numbers,
    });
    await ctx.db.digest.updateMany({
      where: { id: digest.id },
      data: { messageId: sent.messageId, sentAt: ctx.clock.now(), data: numbers, error: null },
    });
    if (sent.chatId !== undefined && sent.chatId !== channel.chatId)
      await moveChannel(ctx, channel.chatId, sent.chatId);
    if (sent.isTopicGone) await loseTopic(ctx, sent.chatId ?? channel.chatId);
    return { sent: true };
  } catch (error) {
    if (!(error instanceof ProviderError && error.detail === 'blocked')) throw error;
    await loseChannel(ctx, channel.chatId);
    await giveUpDigest(ctx, { digestId, error: error.message });
    return { sent: false };
  }
}

/** A digest whose sending died in the middle counts as sent: twice would be worse than not at all. */
export async function findOutAboutDigest(
  ctx: Context,
  input: SendDigestInput,
): Promise<{ found: 'done'; outcome: unknown }> {
  const { digestId } = parseInput(SendDigestInput, input);
  const { count } = await ctx.db.digest.updateMany({
    where: { id: digestId, sentAt: null },
    data: { error: 'It is not known whether this was sent.' },
  });
  return { found: 'done', outcome: { sent: count === 0 ? true : null } };
}

/** Keeps why a digest was not sent. */
export async function giveUpDigest(ctx: Context, input: { digestId: string; error: string }): Promise<void> {
  await ctx.db.digest.updateMany({ where: { id: input.digestId, sentAt: null }, data: { error: input.error } });
}
