import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DisableReportChannelInput = z.strictObject({ reportChannelId: z.uuid() });
export type DisableReportChannelInput = z.input<typeof DisableReportChannelInput>;

/** Stops reports to a chat. */
export async function disableReportChannel(ctx: Context, input: DisableReportChannelInput): Promise<void> {
  requirePermission(ctx, 'settings.write');
  const { reportChannelId } = parseInput(DisableReportChannelInput, input);
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.reportChannel.updateMany({
      where: { id: reportChannelId },
      data: { disabledAt: ctx.clock.now() },
    });
    if (count === 0) throw notFound('reportChannel');
    tx.audit({ action: 'reportChannel.disabled', subjectType: 'reportChannel', subjectId: reportChannelId });
    tx.event('settings.changed', reportChannelId, { key: 'reportChannels' });
  });
}
