import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { queueCall } from '#domain/calls/queue-call.ts';
import { hashOfRequest, withPayloadParts } from '#domain/call-requests/approval-payload.ts';
import { askAgain } from '#domain/call-requests/ask-again.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { decideCallRequest } from '#domain/call-requests/decide-call-request.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';

export const ApproveCallRequestInput = z.strictObject({
  callRequestId: z.uuid(),
  /** Revision and hash of what the approver was shown. */
  revision: z.int().min(1),
  payloadHash: z.string().regex(/^[0-9a-f]{64}$/, 'is not the hash of a request'),
});
export type ApproveCallRequestInput = z.input<typeof ApproveCallRequestInput>;

/** Approves exactly what was shown and queues its one call. The first decision wins; others are told whose it was. */
export async function approveCallRequest(ctx: Context, input: ApproveCallRequestInput): Promise<CallRequestView> {
  requireUser(ctx);
  const { callRequestId, ...shown } = parseInput(ApproveCallRequestInput, input);
  await inTransaction(ctx, async (tx) => {
    const request = await decideCallRequest(tx, ctx, { callRequestId, decision: 'approved', reason: null, shown });
    const callId = await queueCall(tx, request);
    const { revision, payloadHash } = request;
    tx.audit({
      action: 'callRequest.approved',
      subjectType: 'callRequest',
      subjectId: request.id,
      data: { revision, payloadHash, callId },
    });
    tx.activity({
      kind: 'callRequest.approved',
      leadId: request.leadId,
      contactId: request.contactId,
      data: { callRequestId, callId, revision },
    });
    tx.event('callRequest.approved', request.id, { callId });
  }).catch(async (error: unknown) => {
    if (error instanceof AppError && error.reason === 'callRequest.changedSinceShown')
      await refreshOutdated(ctx, callRequestId);
    throw error;
  });
  return getCallRequest(ctx, { callRequestId });
}

/** A request whose agent, script or client changed under it is asked for again, so that it does not stay undecidable. */
async function refreshOutdated(ctx: Context, callRequestId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const request = await tx.db.callRequest.findFirst({
      where: { id: callRequestId, status: 'pending' },
      include: withPayloadParts,
    });
    if (request && hashOfRequest(request) !== request.payloadHash) await askAgain(tx, request, {});
  });
}
