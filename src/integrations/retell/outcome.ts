import type { CallOutcome } from '#domain/calls/call-outcome.ts';
import type { ProviderCall } from '#domain/ports/telephony.ts';
import type { WireCall } from '#integrations/retell/wire.ts';

/** Below this many seconds two people have not really talked. */
const talkedFromSec = 20;

const outcomeByReason: ReadonlyMap<string, CallOutcome> = new Map<string, CallOutcome>([
  ['voicemail_reached', 'voicemail'],
  ['ivr_reached', 'partial'],
  ['inactivity', 'partial'],
  ['max_duration_reached', 'partial'],
  ['manual_stopped', 'partial'],
  ['transfer_cancelled', 'partial'],
  ['call_transfer', 'handed_over'],
  ['transfer_bridged', 'handed_over'],
  ['call_take_over', 'handed_over'],
  ['dial_no_answer', 'no_answer'],
  ['dial_busy', 'busy'],
  ['user_declined', 'declined'],
  ['invalid_destination', 'bad_number'],
  ['dial_failed', 'number_reputation'],
  ['marked_as_spam', 'number_reputation'],
  ['sip_routing_error', 'technical'],
  ['registered_call_timeout', 'technical'],
  ['concurrency_limit_reached', 'throttled'],
  ['no_concurrency_fallback', 'throttled'],
  ['no_valid_payment', 'account_problem'],
  ['scam_detected', 'account_problem'],
]);

/** Where the call stands. A status that Retell added later is read from the times. */
export function phaseOf(call: WireCall): ProviderCall['phase'] {
  switch (call.call_status) {
    case 'registered':
    case 'ongoing':
    case 'ended':
    case 'not_connected':
      return call.call_status;
    case 'error':
      return 'failed';
    default:
      if (call.end_timestamp != null || call.disconnection_reason != null) return 'ended';
      return call.start_timestamp == null ? 'registered' : 'ongoing';
  }
}

/** How the call ended in the CRM's words; null while it has not. A reason that is not known gives `unknown`. */
export function outcomeOf(call: WireCall, durationSec: number | null): CallOutcome | null {
  const phase = phaseOf(call);
  if (phase === 'registered' || phase === 'ongoing') return null;
  const reason = call.disconnection_reason ?? '';
  const analysis = call.call_analysis;
  if (reason === 'user_hangup' || reason === 'agent_hangup') {
    if (analysis?.in_voicemail === true) return 'voicemail';
    const isLong = durationSec !== null && durationSec >= talkedFromSec;
    return isLong && analysis?.call_successful !== false ? 'talked' : 'talked_briefly';
  }
  const known = outcomeByReason.get(reason);
  if (known === 'partial' && analysis?.in_voicemail === true) return 'voicemail';
  if (known) return known;
  return reason.startsWith('telephony_provider_') || reason.startsWith('error_') ? 'technical' : 'unknown';
}
