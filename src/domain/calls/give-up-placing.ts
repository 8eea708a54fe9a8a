import type { Context } from '#domain/context.ts';
import { inTransaction } from '#domain/transaction.ts';
import { putBeforePerson } from '#domain/calls/needs-person.ts';
import { requireSystem } from '#domain/calls/policy.ts';

/** Puts a call that could not be placed in time before a person, saying whether the phone may have rung. Repeatable. */
export async function giveUpPlacing(
  ctx: Context,
  input: { callId: string; error: string; unknownOutcome: boolean },
): Promise<void> {
  requireSystem(ctx);
  await inTransaction(ctx, async (tx) => {
    const call = await tx.db.call.findFirst({
      where: { id: input.callId },
      include: { attempts: { orderBy: { number: 'desc' }, take: 1 } },
    });
    if (!call || !['queued', 'dialing'].includes(call.status)) return;
    const [last] = call.attempts;
    const isOpen = last?.state === 'dialing' || last?.state === 'unknown';
    const isUnknown = input.unknownOutcome && isOpen;
    if (isOpen) {
      await tx.db.callAttempt.updateMany({
        where: { id: last.id, state: { in: ['dialing', 'unknown'] } },
        data: isUnknown
          ? { state: 'unknown', error: input.error.slice(0, 500) }
          : { state: 'not_placed', error: input.error.slice(0, 500), settledAt: ctx.clock.now() },
      });
    }
    await putBeforePerson(tx, call, isUnknown ? 'outcomeUnknown' : 'notPlaced', input.error);
  });
}
