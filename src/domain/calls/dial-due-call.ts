import type { Context } from '#domain/context.ts';
import { inTransaction } from '#domain/transaction.ts';
import { requireSystem } from '#domain/calls/policy.ts';

/** Has a waiting call dialled once its time has come; returns whether this call did it. */
export async function dialDueCall(ctx: Context, input: { callId: string }): Promise<boolean> {
  requireSystem(ctx);
  return inTransaction(ctx, async (tx) => {
    const [call] = await tx.db.call.updateManyAndReturn({
      where: { id: input.callId, status: 'queued', nextAttemptAt: { lte: ctx.clock.now() } },
      data: { nextAttemptAt: null },
    });
    if (!call) return false;
    const tries = await tx.db.callAttempt.count({ where: { callId: call.id } });
    tx.event('call.queued', call.id, { attempt: tries + 1 });
    return true;
  });
}
