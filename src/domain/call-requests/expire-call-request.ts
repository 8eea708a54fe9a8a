import type { Context } from '#domain/context.ts';
import { inTransaction } from '#domain/transaction.ts';

/** Ends a pending request whose deadline has passed; returns whether this call did it. Expiry is no refusal. */
export async function expireCallRequest(ctx: Context, input: { callRequestId: string }): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const [request] = await tx.db.callRequest.updateManyAndReturn({
      where: { id: input.callRequestId, status: 'pending', deadlineAt: { lte: ctx.clock.now() } },
      data: { status: 'expired', decidedAt: ctx.clock.now() },
    });
    if (!request) return false;
    const { id, revision, leadId, contactId } = request;
    tx.audit({ action: 'callRequest.expired', subjectType: 'callRequest', subjectId: id, data: { revision } });
    tx.activity({ kind: 'callRequest.expired', leadId, contactId, data: { callRequestId: id } });
    tx.event('callRequest.expired', id, { revision });
    return true;
  });
}
