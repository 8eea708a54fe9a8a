import { giveUpPlacing } from '#domain/calls/give-up-placing.ts';
import { PlaceCallEffectInput, placeCall } from '#domain/calls/place-call.ts';
import { reconcileCall } from '#domain/calls/reconcile-call.ts';
import { defineJob } from '#jobs/define-job.ts';

/** Dials an approved call; an unknown end is looked up at the provider before anything else. */
export const placeCallJob = defineJob({
  name: 'place-call',
  queue: 'telephony',
  input: PlaceCallEffectInput,
  maxAttempts: 40,
  backoffMs: (attempt) => Math.min(2_000 * 1.6 ** (attempt - 1), 120_000) * (0.8 + Math.random() * 0.4),
  // Longer than the provider may take to answer one request.
  leaseSec: 60,
  run: placeCall,
  reconcile: (ctx, input, handle) => reconcileCall(ctx, input, handle),
  onParked: (ctx, { callId }, error, unknownOutcome) => giveUpPlacing(ctx, { callId, error, unknownOutcome }),
});
