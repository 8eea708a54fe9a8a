import type { ProviderCall } from '#domain/ports/telephony.ts';
import { outcomeOf, phaseOf } from '#integrations/retell/outcome.ts';
import { segmentsOf } from '#integrations/retell/transcript.ts';
import { WireCallMetadata } from '#integrations/retell/wire.ts';
import type { WireCall } from '#integrations/retell/wire.ts';

/** Says a Retell call in the product's words. */
export function toProviderCall(call: WireCall): ProviderCall {
  const { attemptId, organizationId } = readMetadata(call.metadata);
  const phase = phaseOf(call);
  const durationSec = durationOf(call);
  return {
    providerCallId: call.call_id,
    attemptId,
    organizationId,
    phase,
    outcome: outcomeOf(call, durationSec),
    providerReason: call.disconnection_reason ?? null,
    startedAt: toDate(call.start_timestamp),
    endedAt: toDate(call.end_timestamp),
    durationSec,
    costCents: call.call_cost?.combined_cost == null ? null : Math.round(call.call_cost.combined_cost),
    segments: segmentsOf(call),
    recordingUrl: call.recording_url ?? call.scrubbed_recording_url ?? null,
    complete: call.call_analysis != null || phase === 'not_connected' || phase === 'failed',
  };
}

/** What we put into the call when we asked for it; nulls when the call is not ours. */
export function readMetadata(metadata: unknown): { attemptId: string | null; organizationId: string | null } {
  const parsed = WireCallMetadata.safeParse(metadata);
  return {
    attemptId: parsed.data?.attempt_id ?? null,
    organizationId: parsed.data?.organization_id ?? null,
  };
}

function durationOf(call: WireCall): number | null {
  if (call.duration_ms != null) return Math.max(0, Math.round(call.duration_ms / 1000));
  if (call.start_timestamp == null || call.end_timestamp == null) return null;
  return Math.max(0, Math.round((call.end_timestamp - call.start_timestamp) / 1000));
}

function toDate(epochMs: number | null | undefined): Date | null {
  if (epochMs == null || epochMs <= 0) return null;
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? null : date;
}
