import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import type { Transaction } from '#domain/transaction.ts';
import { withPayloadParts } from '#domain/call-requests/approval-payload.ts';
import { visibleCallRequests } from '#domain/call-requests/policy.ts';

/** What every decision about a request looks at. */
export const withDecisionParts = {
  ...withPayloadParts,
  requester: { select: { id: true, name: true } },
} as const;

/** A request that the actor may see, read inside the transaction; `callRequest.notFound` otherwise. */
export async function readRequestToDecide(tx: Transaction, ctx: Context, callRequestId: string) {
  const row = await tx.db.callRequest.findFirst({
    where: { id: callRequestId, ...visibleCallRequests(ctx) },
    include: withDecisionParts,
  });
  if (!row) throw notFound('callRequest');
  return row;
}

export type RequestToDecide = Awaited<ReturnType<typeof readRequestToDecide>>;
