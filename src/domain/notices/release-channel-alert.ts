import type { Context } from '#domain/context.ts';
import { showChannelAlert } from '#domain/notices/raise-channel-alert.ts';
import { inTransaction } from '#domain/transaction.ts';

/** Shows an alert whose channel's quiet hours are over, once; returns whether it was this time. */
export async function releaseChannelAlert(ctx: Context, input: { alertId: string }): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const waits = { id: input.alertId, status: 'waiting', notBefore: { lte: ctx.clock.now() } } as const;
    // Taking it is one conditional update, so that of two processes one shows it.
    const { count } = await tx.db.channelAlert.updateMany({ where: waits, data: { status: 'muted' } });
    if (count === 0) return false;
    const alert = await tx.db.channelAlert.findFirstOrThrow({
      where: { id: input.alertId },
      include: { channel: true },
    });
    if (!alert.channel.disabledAt) await showChannelAlert(tx, alert.channel, alert);
    return true;
  });
}
