import type { Context } from '#domain/context.ts';
import { carryOutDecision, decideNotice } from '#domain/notices/decide-notice.ts';
import { inTransaction } from '#domain/transaction.ts';

/**
 * Decides anew about a notice whose quiet hours are over; what was settled meanwhile is dropped. Once, from however many
 * processes this is asked; returns whether it was this time.
 */
export async function releaseNotice(ctx: Context, input: { noticeId: string }): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const notice = await tx.db.notice.findFirst({
      where: { id: input.noticeId, status: 'waiting', notBefore: { lte: now } },
    });
    if (!notice) return false;
    const decision = await decideNotice(tx, notice);
    // Read again under the person's lock: another process may have been first.
    const isOurs = (await tx.db.notice.count({ where: { id: notice.id, status: 'waiting' } })) > 0;
    if (!isOurs) return false;
    await carryOutDecision(tx, notice.id, notice.resolvedAt ? { status: 'dropped' } : decision);
    return true;
  });
}
