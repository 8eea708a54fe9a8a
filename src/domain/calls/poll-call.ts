import type { Context } from '#domain/context.ts';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import { inTransaction } from '#domain/transaction.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import type { AppliedFact } from '#domain/calls/apply-provider-call.ts';
import { isTerminal } from '#domain/calls/merge-provider-facts.ts';
import { putBeforePerson } from '#domain/calls/needs-person.ts';
import { requireSystem } from '#domain/calls/policy.ts';

/** The provider's own analysis is waited for this long after the end; then the call counts as complete without it. */
const completeAfterMs = 10 * 60_000;
/** Longer than any call can last: whoever is still on the phone then is lost. */
const lostAfterMs = 3 * 3_600_000;

/**
 * Asks the provider what became of a call that no webhook has brought to its end, and applies the answer. A call that the
 * provider cannot say anything about stands before a person after three hours. Throws ProviderError when it is out of reach.
 */
export async function pollCall(
  ctx: Context,
  input: { callId: string },
): Promise<AppliedFact | { result: 'nothingKnown' | 'lost' }> {
  requireSystem(ctx);
  const attempt = await ctx.db.callAttempt.findFirst({
    where: { callId: input.callId },
    orderBy: { number: 'desc' },
    include: { call: { select: { endedAt: true, status: true } } },
  });
  if (!attempt || attempt.state === 'not_placed') return { result: 'nothingKnown' };
  const found = await look(ctx, attempt);
  const now = ctx.clock.now().getTime();
  if (found) {
    const endedAt = found.endedAt ?? attempt.call.endedAt;
    const isLate = isTerminal(found) && endedAt !== null && now - endedAt.getTime() >= completeAfterMs;
    const call: ProviderCall = { ...found, attemptId: attempt.id, complete: found.complete || isLate };
    const applied = await applyProviderCall(ctx, { call, fact: 'seen' });
    if (isTerminal(found)) return applied;
  }
  const isOnItsWay = ['dialing', 'ringing', 'ongoing'].includes(attempt.call.status);
  if (isOnItsWay && now - attempt.startedAt.getTime() > lostAfterMs) {
    await inTransaction(ctx, async (tx) => {
      const call = await tx.db.call.findFirst({ where: { id: input.callId } });
      if (call) await putBeforePerson(tx, call, 'outcomeUnknown', 'The provider has not told the end of the call.');
    });
    return { result: 'lost' };
  }
  return found ? { result: 'applied', callId: input.callId } : { result: 'nothingKnown' };
}

async function look(
  ctx: Context,
  attempt: { id: string; providerCallId: string | null; startedAt: Date },
): Promise<ProviderCall | null> {
  const telephony = await ctx.ports.telephony();
  if (attempt.providerCallId === null) return telephony.findCallByAttempt(attempt.id, attempt.startedAt);
  return telephony.getCall(attempt.providerCallId);
}
