import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { decideCallRequest } from '#domain/call-requests/decide-call-request.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';

export const RejectCallRequestInput = z.strictObject({
  callRequestId: z.uuid(),
  revision: z.int().min(1).optional(),
  reason: z.string().trim().min(1).max(1_000),
});
export type RejectCallRequestInput = z.input<typeof RejectCallRequestInput>;

/** Rejects a request with a reason that the requester reads. */
export async function rejectCallRequest(ctx: Context, input: RejectCallRequestInput): Promise<CallRequestView> {
  requireUser(ctx);
  const { callRequestId, revision, reason } = parseInput(RejectCallRequestInput, input);
  await inTransaction(ctx, async (tx) => {
    const shown = revision === undefined ? null : { revision };
    const request = await decideCallRequest(tx, ctx, { callRequestId, decision: 'rejected', reason, shown });
    tx.audit({
      action: 'callRequest.rejected',
      subjectType: 'callRequest',
      subjectId: request.id,
      data: { revision: request.revision, reason },
    });
    tx.activity({
      kind: 'callRequest.rejected',
      leadId: request.leadId,
      contactId: request.contactId,
      data: { callRequestId, reason },
    });
    tx.event('callRequest.rejected', request.id, { revision: request.revision });
  });
  return getCallRequest(ctx, { callRequestId });
}
