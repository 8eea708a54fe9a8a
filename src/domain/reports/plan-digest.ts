import { newId } from '#platform/ids.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { dueDigests } from '#domain/reports/digest-slots.ts';
import { inTransaction } from '#domain/transaction.ts';

/**
 * Sets a channel's due digests in motion, each once however often and from however many processes this is asked. A channel
 * that began to get reports after a digest was due does not get that one. Returns how many it was this time.
 */
export async function planDigests(ctx: Context, input: { channelId: string }): Promise<number> {
  requireSystem(ctx);
  const now = ctx.clock.now();
  return inTransaction(ctx, async (tx) => {
    const channel = await tx.db.reportChannel.findFirst({ where: { id: input.channelId, disabledAt: null } });
    if (!channel) return 0;
    const organization = await tx.db.organization.findFirstOrThrow({ select: { timeZone: true } });
    const timeZone = channel.timeZone ?? organization.timeZone;
    let planned = 0;
    for (const slot of dueDigests({ ...channel, timeZone }, now)) {
      if (slot.dueAt < channel.createdAt) continue;
      const id = newId();
      const { count } = await tx.db.digest.createMany({
        data: [{ id, channelId: channel.id, ...slot }],
        skipDuplicates: true,
      });
      if (count === 1) tx.event('digest.due', id, {});
      planned += count;
    }
    return planned;
  });
}
