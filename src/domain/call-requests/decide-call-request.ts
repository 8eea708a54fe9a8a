import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { requireUser, userHas } from '#domain/permissions.ts';
import type { Transaction } from '#domain/transaction.ts';
import { hashOfRequest } from '#domain/call-requests/approval-payload.ts';
import { readRequestToDecide } from '#domain/call-requests/request-to-decide.ts';
import type { RequestToDecide } from '#domain/call-requests/request-to-decide.ts';
import type { ApprovalDecision } from '#prisma/generated/enums.ts';

export interface Decision {
  callRequestId: string;
  decision: ApprovalDecision;
  reason: string | null;
  /** What the decider was shown; a rejection may leave it open. */
  shown: { revision: number; payloadHash?: string | undefined } | null;
}

/**
 * Writes the one decision about a request: of many at the same time one wins, the others are told who decided what. The
 * decider's right is read from the database at this moment, whatever the session says. Returns the request as decided.
 */
export async function decideCallRequest(tx: Transaction, ctx: Context, given: Decision): Promise<RequestToDecide> {
  const actor = requireUser(ctx);
  const decider = await tx.db.user.findFirst({
    where: { id: actor.id, disabledAt: null },
    select: { id: true, role: true, permissions: true },
  });
  if (!decider || !userHas(decider, 'calls.approve')) {
    throw new AppError(
      'forbidden',
      'permission.missing',
      'This needs the permission calls.approve, which you do not have.',
      {
        params: { permission: 'calls.approve' },
      },
    );
  }
  const now = ctx.clock.now();
  const request = await readRequestToDecide(tx, ctx, given.callRequestId);
  const { ownApprovalAllowed } = await tx.db.organization.findFirstOrThrow({ select: { ownApprovalAllowed: true } });
  await refuseUnlessPending(tx, request, now);
  // An editor may still reject: that lets nothing through unseen.
  const isOwn =
    request.requesterId === decider.id || (given.decision === 'approved' && request.editedById === decider.id);
  if (isOwn && !ownApprovalAllowed) {
    throw new AppError(
      'forbidden',
      'callRequest.ownRequest',
      'You asked for this call or changed it last yourself; somebody else decides about it.',
    );
  }
  const { shown } = given;
  const isAnother =
    (shown !== null && shown.revision !== request.revision) ||
    (shown?.payloadHash !== undefined && shown.payloadHash !== request.payloadHash) ||
    (given.decision === 'approved' && hashOfRequest(request) !== request.payloadHash);
  if (isAnother) throw changedSinceShown(request.revision);

  const { count } = await tx.db.callRequest.updateMany({
    where: {
      id: request.id,
      status: 'pending',
      revision: request.revision,
      payloadHash: request.payloadHash,
      deadlineAt: { gt: now },
    },
    data: { status: given.decision, decidedAt: now },
  });
  if (count === 0) {
    const present = await readRequestToDecide(tx, ctx, given.callRequestId);
    await refuseUnlessPending(tx, present, now);
    throw changedSinceShown(present.revision);
  }
  await tx.db.approval.create({
    data: {
      id: newId(),
      callRequestId: request.id,
      requesterId: request.requesterId,
      revision: request.revision,
      payloadHash: request.payloadHash,
      decision: given.decision,
      reason: given.reason,
      deciderId: decider.id,
      ownApprovalAllowed,
      door: ctx.door,
    },
  });
  return request;
}

/** Refuses with what became of the request: who decided what, or that its time ran out. */
async function refuseUnlessPending(tx: Transaction, request: RequestToDecide, now: Date): Promise<void> {
  if (request.status === 'expired' || (request.status === 'pending' && request.deadlineAt <= now)) {
    throw new AppError(
      'conflict',
      'callRequest.expired',
      'Nobody decided about this request in time; it can be asked for again.',
    );
  }
  if (request.status === 'pending') return;
  const approval = await tx.db.approval.findFirst({
    where: { callRequestId: request.id, revision: request.revision },
    select: { decider: { select: { name: true } } },
  });
  const by = approval?.decider.name ?? '';
  const decided =
    by === '' ? `This request is ${request.status} already.` : `${by} has decided already: ${request.status}.`;
  throw new AppError('conflict', 'callRequest.alreadyDecided', decided, { params: { status: request.status, by } });
}

function changedSinceShown(revision: number): AppError {
  return new AppError(
    'stale',
    'callRequest.changedSinceShown',
    'The request was changed since you saw it; look at it again before deciding.',
    {
      params: { revision },
    },
  );
}
