import { defineRead } from '#platform/database/read.ts';
import type { EffectHandle, Reconciliation } from '#platform/effects/effect-runner.ts';
import { StaleLeaseError } from '#platform/effects/effect-store.ts';
import { messageOf } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import { applyProviderCall } from '#domain/calls/apply-provider-call.ts';
import { PlaceCallEffectInput } from '#domain/calls/place-call.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import { settleNotPlaced, settlePlaced } from '#domain/calls/settle-attempt.ts';

/** A provider lists a call a little after it took it: before this, "no such call" proves nothing. */
export const listingGraceMs = 30_000;

/** On the database's clock, because the process that dialled and this one may disagree about the time. */
const sinceDispatch = defineRead<[effectId: string], { ageMs: number | null }>(
  'effect-since-dispatch',
  `SELECT (extract(epoch FROM now() - dispatched_at) * 1000)::float8 AS "ageMs" FROM effects WHERE organization_id = $1 AND id = $2`,
);

/**
 * Finds out what became of a call whose dialling had no known end: looks it up at the provider by our attempt's id and
 * adopts it, or states that it certainly was not placed. Never dials, never throws for a provider that is out of reach.
 */
export async function reconcileCall(
  ctx: Context,
  input: PlaceCallEffectInput,
  handle: EffectHandle,
  options: { graceMs?: number } = {},
): Promise<Reconciliation> {
  requireSystem(ctx);
  const { callId } = parseInput(PlaceCallEffectInput, input);
  const attempt = await ctx.db.callAttempt.findFirst({ where: { callId }, orderBy: { number: 'desc' } });
  if (!attempt || attempt.state === 'not_placed') return { found: 'not-done' };
  if (attempt.state === 'placed') return { found: 'done', outcome: { result: 'placed', attemptId: attempt.id } };

  let call: ProviderCall | null;
  try {
    const telephony = await ctx.ports.telephony();
    call = await telephony.findCallByAttempt(attempt.id, attempt.startedAt);
  } catch (error) {
    if (error instanceof StaleLeaseError) throw error;
    ctx.log.warn(
      { callId, attemptId: attempt.id, err: messageOf(error) },
      'the provider could not be asked about a call',
    );
    return { found: 'later' };
  }
  if (call) {
    await settlePlaced(ctx, attempt.id, call.providerCallId);
    await applyProviderCall(ctx, { call: { ...call, attemptId: attempt.id }, fact: 'seen' });
    return { found: 'done', outcome: { result: 'adopted', attemptId: attempt.id } };
  }
  const [dispatched] = await ctx.read(sinceDispatch, handle.id);
  const graceMs = options.graceMs ?? listingGraceMs;
  if (dispatched?.ageMs === null || dispatched?.ageMs === undefined || dispatched.ageMs < graceMs)
    return { found: 'later' };
  await settleNotPlaced(ctx, attempt.id, 'The provider knows no such call.', { to: 'queue' });
  return { found: 'not-done' };
}
