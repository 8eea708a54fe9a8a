import type { Transaction } from '#domain/transaction.ts';
import { cancelQueuedCall } from '#domain/calls/cancel-queued-call.ts';
import { hashOfRequest, withPayloadParts } from '#domain/call-requests/approval-payload.ts';
import { resolveDeadline } from '#domain/call-requests/request-terms.ts';
import type { CallRequestUpdateManyMutationInput } from '#prisma/generated/models/CallRequest.ts';

/** The terms that an edit changes. */
export type ChangedTerms = Pick<
  CallRequestUpdateManyMutationInput,
  'goal' | 'phone' | 'language' | 'windowStart' | 'windowEnd' | 'costCapCents' | 'maxAttempts'
> & { agentId?: string; scriptVersionId?: string };

/**
 * Makes the next revision of a request and asks for it anew: an approval that was not dialled yet loses its call, a new
 * deadline begins. `editorId` is whoever wanted the change; absent when what the request points to changed under it.
 * Returns the new revision, or null when the request changed meanwhile.
 */
export async function askAgain(
  tx: Transaction,
  before: { id: string; revision: number; status: string },
  terms: ChangedTerms,
  editorId?: string,
): Promise<number | null> {
  const now = tx.ctx.clock.now();
  const revision = before.revision + 1;
  const { count } = await tx.db.callRequest.updateMany({
    where: { id: before.id, revision: before.revision, status: { in: ['pending', 'approved', 'expired'] } },
    data: {
      ...terms,
      ...(editorId === undefined ? {} : { editedById: editorId }),
      revision,
      status: 'pending',
      decidedAt: null,
      remindedAt: null,
      escalatedAt: null,
      updatedAt: now,
    },
  });
  if (count === 0) return null;
  await cancelQueuedCall(tx, before.id, { neverDialled: true, note: 'superseded' });
  const row = await tx.db.callRequest.findFirstOrThrow({ where: { id: before.id }, include: withPayloadParts });
  const { approvalDeadlineMinutes } = await tx.db.organization.findFirstOrThrow({
    select: { approvalDeadlineMinutes: true },
  });
  const payloadHash = hashOfRequest(row);
  const deadlineAt = resolveDeadline(now, approvalDeadlineMinutes, row.windowEnd);
  await tx.db.callRequest.update({ where: { id: before.id }, data: { payloadHash, deadlineAt, updatedAt: now } });
  tx.audit({
    action: 'callRequest.edited',
    subjectType: 'callRequest',
    subjectId: before.id,
    data: { revision, payloadHash, voidedApproval: before.status === 'approved', fields: Object.keys(terms) },
  });
  tx.activity({
    kind: 'callRequest.edited',
    leadId: row.leadId,
    contactId: row.contactId,
    data: { callRequestId: before.id, revision, voidedApproval: before.status === 'approved' },
  });
  tx.event('callRequest.edited', before.id, { revision });
  return revision;
}

/** Asks again for everything that an agent was to call about and has not dialled, because the agent itself changed. */
export async function askAgainForAgent(tx: Transaction, agentId: string): Promise<void> {
  const requests = await tx.db.callRequest.findMany({
    where: {
      agentId,
      OR: [
        { status: 'pending' },
        { status: 'approved', call: { status: 'queued', attempts: { none: { state: { not: 'not_placed' } } } } },
      ],
    },
    select: { id: true, revision: true, status: true },
    orderBy: { id: 'asc' },
  });
  for (const request of requests) await askAgain(tx, request, {});
}

/**
 * Asks again for everything pending about a person or lead whose names changed, because the agent is told them. What was
 * approved already stops before a person instead of being dialled.
 */
export async function askAgainForNames(
  tx: Transaction,
  renamed: { leadId: string } | { contactId: string },
): Promise<void> {
  const requests = await tx.db.callRequest.findMany({
    where: { ...renamed, status: 'pending' },
    include: withPayloadParts,
    orderBy: { id: 'asc' },
  });
  for (const request of requests) {
    if (hashOfRequest(request) !== request.payloadHash) await askAgain(tx, request, {});
  }
}
