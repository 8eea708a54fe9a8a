import type { Context } from '#domain/context.ts';
import { inTransaction } from '#domain/transaction.ts';
import { putBeforePerson } from '#domain/calls/needs-person.ts';
import type { NeedsPersonReason } from '#domain/calls/needs-person.ts';

/** States of an attempt whose end the provider has not told yet. */
const open = ['dialing', 'unknown'] as const;

/** The provider took the call. A webhook may have told so first; then nothing changes. */
export async function settlePlaced(ctx: Context, attemptId: string, providerCallId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [attempt] = await tx.db.callAttempt.updateManyAndReturn({
      where: { id: attemptId, state: { in: [...open] } },
      data: { state: 'placed', providerCallId, settledAt: ctx.clock.now(), error: null },
    });
    if (!attempt) return;
    const [call] = await tx.db.call.updateManyAndReturn({
      where: { id: attempt.callId, status: { in: ['dialing', 'needs_person'] }, providerRank: 0 },
      data: { status: 'ringing', providerCallId, providerRank: 1, failureNote: null, version: { increment: 1 } },
    });
    tx.audit({
      action: 'call.placed',
      subjectType: 'call',
      subjectId: attempt.callId,
      data: { attemptId, providerCallId },
    });
    if (call) tx.event('call.changed', call.id, { version: call.version });
  });
}

/** Certainly nothing was dialled: the call is back in the queue, or stands before a person when trying again is useless. */
export async function settleNotPlaced(
  ctx: Context,
  attemptId: string,
  error: string,
  next: { to: 'queue' } | { to: 'person'; reason: NeedsPersonReason; badNumber?: boolean },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [attempt] = await tx.db.callAttempt.updateManyAndReturn({
      where: { id: attemptId, state: { in: [...open] } },
      data: { state: 'not_placed', error: error.slice(0, 500), settledAt: ctx.clock.now() },
    });
    if (!attempt) return;
    const call = await tx.db.call.findFirstOrThrow({ where: { id: attempt.callId } });
    tx.audit({
      action: 'call.notPlaced',
      subjectType: 'call',
      subjectId: call.id,
      data: { attemptId, error: error.slice(0, 500) },
    });
    if (next.to === 'person') {
      if (next.badNumber === true && call.phone) {
        await tx.db.contactPhone.updateMany({
          where: { e164: call.phone, invalidAt: null },
          data: { invalidAt: ctx.clock.now() },
        });
      }
      await putBeforePerson(tx, call, next.reason, error);
      return;
    }
    const [row] = await tx.db.call.updateManyAndReturn({
      where: { id: call.id, status: { in: ['dialing', 'needs_person'] } },
      data: { status: 'queued', version: { increment: 1 } },
    });
    if (row) tx.event('call.changed', row.id, { version: row.version });
  });
}

/** The provider may have taken the call: it is looked up before anything else happens. */
export async function settleUnknown(ctx: Context, attemptId: string, error: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.callAttempt.updateMany({
      where: { id: attemptId, state: 'dialing' },
      data: { state: 'unknown', error: error.slice(0, 500) },
    });
    if (count > 0)
      tx.audit({
        action: 'call.outcomeUnknown',
        subjectType: 'callAttempt',
        subjectId: attemptId,
        data: { error: error.slice(0, 500) },
      });
  });
}
