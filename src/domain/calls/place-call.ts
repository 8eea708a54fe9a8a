import { z } from 'zod';
import { ProviderError, messageOf } from '#platform/errors.ts';
import { StaleLeaseError } from '#platform/effects/effect-store.ts';
import type { EffectHandle } from '#platform/effects/effect-runner.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { claimAttempt } from '#domain/calls/claim-attempt.ts';
import type { Claim } from '#domain/calls/claim-attempt.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import { settleNotPlaced, settlePlaced, settleUnknown } from '#domain/calls/settle-attempt.ts';

export const PlaceCallEffectInput = z.strictObject({ callId: z.uuid() });
export type PlaceCallEffectInput = z.input<typeof PlaceCallEffectInput>;

export type PlaceCallResult = Exclude<Claim, { result: 'dial' }> | { result: 'placed' | 'refused'; attemptId: string };

/**
 * Dials an approved call once. The attempt's row is committed first and its id travels with the request; what the provider
 * answers settles it. Throws ProviderError when trying again later helps, and, with kind `unknown`, when the call may have
 * been placed: then only `reconcileCall` may go on.
 */
export async function placeCall(
  ctx: Context,
  input: PlaceCallEffectInput,
  handle: EffectHandle,
): Promise<PlaceCallResult> {
  requireSystem(ctx);
  const { callId } = parseInput(PlaceCallEffectInput, input);
  const telephony = await ctx.ports.telephony();
  const claim = await claimAttempt(ctx, callId, handle.id);
  if (claim.result !== 'dial') return claim;
  const { attemptId, order } = claim;
  await handle.dispatch();
  let providerCallId: string;
  try {
    ({ providerCallId } = await telephony.placeCall(order));
  } catch (error) {
    return afterFailure(ctx, attemptId, error);
  }
  await settlePlaced(ctx, attemptId, providerCallId);
  return { result: 'placed', attemptId };
}

async function afterFailure(ctx: Context, attemptId: string, error: unknown): Promise<PlaceCallResult> {
  if (error instanceof StaleLeaseError) throw error;
  const text = messageOf(error);
  if (error instanceof ProviderError && error.kind === 'permanent') {
    await settleNotPlaced(ctx, attemptId, text, {
      to: 'person',
      reason: 'providerRefused',
      badNumber: error.detail === 'bad_number',
    });
    return { result: 'refused', attemptId };
  }
  if (error instanceof ProviderError && error.kind === 'retryable') {
    await settleNotPlaced(ctx, attemptId, text, { to: 'queue' });
    throw error;
  }
  await settleUnknown(ctx, attemptId, text);
  throw error;
}
