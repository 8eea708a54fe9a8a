import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { cancelQueuedCall } from '#domain/calls/cancel-queued-call.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { requireMayChange } from '#domain/call-requests/policy.ts';
import { readRequestToDecide } from '#domain/call-requests/request-to-decide.ts';

export const CancelCallRequestInput = z.strictObject({
  callRequestId: z.uuid(),
  reason: z.string().trim().max(1_000).optional(),
});
export type CancelCallRequestInput = z.input<typeof CancelCallRequestInput>;

/** Takes a request back, also an approved one while its call waits; `callRequest.alreadyDialled` once it is on its way. */
export async function cancelCallRequest(ctx: Context, input: CancelCallRequestInput): Promise<CallRequestView> {
  requireUser(ctx);
  const { callRequestId, reason = '' } = parseInput(CancelCallRequestInput, input);
  await inTransaction(ctx, async (tx) => {
    const request = await readRequestToDecide(tx, ctx, callRequestId);
    requireMayChange(ctx, request);
    const { count } = await tx.db.callRequest.updateMany({
      where: { id: request.id, status: { in: ['pending', 'approved'] } },
      data: { status: 'cancelled', decidedAt: ctx.clock.now() },
    });
    if (count === 0) {
      throw new AppError('conflict', 'callRequest.notPending', `This request is ${request.status} already.`, {
        params: { status: request.status },
      });
    }
    await cancelQueuedCall(tx, request.id, { neverDialled: false, note: 'requestCancelled' });
    tx.audit({
      action: 'callRequest.cancelled',
      subjectType: 'callRequest',
      subjectId: request.id,
      data: { revision: request.revision, reason },
    });
    tx.activity({
      kind: 'callRequest.cancelled',
      leadId: request.leadId,
      contactId: request.contactId,
      data: { callRequestId, reason },
    });
    tx.event('callRequest.cancelled', request.id, { revision: request.revision });
  });
  return getCallRequest(ctx, { callRequestId });
}
