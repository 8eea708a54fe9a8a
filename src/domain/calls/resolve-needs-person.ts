import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission, requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import { getCall } from '#domain/calls/get-call.ts';
import { requireMayResolve, visibleCalls } from '#domain/calls/policy.ts';

export const ResolveNeedsPersonInput = z.strictObject({
  callId: z.uuid(),
  /** `dialAgain`: the person knows that it was not placed. `close`: nothing more is to be done. */
  decision: z.enum(['dialAgain', 'close']),
});
export type ResolveNeedsPersonInput = z.input<typeof ResolveNeedsPersonInput>;

/** Decides about a call that stands before a person. The first decision counts; dialling asks every question again. */
export async function resolveNeedsPerson(ctx: Context, input: ResolveNeedsPersonInput): Promise<CallView> {
  const user = requireUser(ctx);
  requirePermission(ctx, 'calls.read');
  const { callId, decision } = parseInput(ResolveNeedsPersonInput, input);
  await inTransaction(ctx, async (tx) => {
    const call = await tx.db.call.findFirst({
      where: { id: callId, deletedAt: null, ...visibleCalls(ctx) },
      include: {
        lead: { select: { ownerId: true } },
        callRequest: { select: { status: true, windowEnd: true } },
        attempts: { orderBy: { number: 'desc' } },
      },
    });
    if (!call) throw notFound('call');
    requireMayResolve(ctx, call);
    if (decision === 'dialAgain' && call.status === 'needs_person') {
      if (call.callRequest?.status !== 'approved' || call.callRequest.windowEnd <= ctx.clock.now()) {
        throw new AppError(
          'conflict',
          'window.invalid',
          'The time in which this call was approved is over; ask for a new call.',
          {
            params: { problem: 'it is over already' },
          },
        );
      }
    }
    const [row] = await tx.db.call.updateManyAndReturn({
      where: { id: callId, status: 'needs_person' },
      data:
        decision === 'dialAgain'
          ? { status: 'queued', failureNote: null, nextAttemptAt: null, version: { increment: 1 } }
          : { status: 'cancelled', nextAttemptAt: null, version: { increment: 1 } },
    });
    if (!row)
      throw new AppError('conflict', 'call.notWaitingForPerson', 'Somebody has decided about this call already.', {
        params: { status: call.status },
      });
    const { count: unsettled } = await tx.db.callAttempt.updateMany({
      where: { callId, state: { in: ['dialing', 'unknown'] } },
      data: {
        ...(decision === 'dialAgain' ? { state: 'not_placed' as const } : { state: 'unknown' as const }),
        error: `Decided by ${user.name}.`,
        settledAt: ctx.clock.now(),
      },
    });
    tx.audit({
      action: 'call.resolved',
      subjectType: 'call',
      subjectId: callId,
      data: { decision, unsettledAttempts: unsettled, note: call.failureNote },
    });
    tx.activity({ kind: 'call.resolved', leadId: call.leadId, contactId: call.contactId, data: { callId, decision } });
    if (decision === 'dialAgain') tx.event('call.queued', callId, { attempt: (call.attempts[0]?.number ?? 0) + 1 });
    else tx.event('call.changed', callId, { version: row.version });
  });
  return getCall(ctx, { callId });
}
