import type { Context } from '#domain/context.ts';
import { inTransaction } from '#domain/transaction.ts';

/**
 * Reminds of a pending request once half of the time to decide is over, and calls in all admins once three quarters are.
 * Each happens once per revision, however often this is asked. Returns what was done.
 */
export async function remindApprovers(
  ctx: Context,
  input: { callRequestId: string },
): Promise<'reminded' | 'escalated' | 'nothing'> {
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const request = await tx.db.callRequest.findFirst({ where: { id: input.callRequestId, status: 'pending' } });
    if (!request || request.deadlineAt <= now || request.escalatedAt) return 'nothing';
    // Before the reminder the row's last change is the asking itself; after it, half of what was left then is three quarters.
    const since = request.remindedAt ?? request.updatedAt;
    const halfway = since.getTime() + (request.deadlineAt.getTime() - since.getTime()) / 2;
    if (now.getTime() < halfway) return 'nothing';
    const step = request.remindedAt ? ('escalated' as const) : ('reminded' as const);
    const { count } = await tx.db.callRequest.updateMany({
      where: {
        id: request.id,
        status: 'pending',
        revision: request.revision,
        remindedAt: request.remindedAt,
        escalatedAt: null,
      },
      data: step === 'reminded' ? { remindedAt: now } : { escalatedAt: now },
    });
    if (count === 0) return 'nothing';
    tx.audit({
      action: `callRequest.${step}`,
      subjectType: 'callRequest',
      subjectId: request.id,
      data: { revision: request.revision },
    });
    tx.event(step === 'reminded' ? 'callRequest.reminded' : 'callRequest.escalated', request.id, {
      revision: request.revision,
    });
    return step;
  });
}
