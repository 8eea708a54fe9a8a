import type { CallOutcome } from '#domain/calls/call-outcome.ts';
import { callOutcomes } from '#domain/calls/call-outcome.ts';
import type { ProviderCall, ProviderSegment } from '#domain/ports/telephony.ts';
import type { CallStatus } from '#prisma/generated/enums.ts';

/** What is known of a call from its provider so far. */
export interface KnownFacts {
  providerRank: number;
  outcome: string | null;
  providerReason: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  durationSec: number | null;
  costCents: number | null;
}

/** How far a fact is: registered 1, ongoing 2, ended 3, complete 4. */
export function rankOf(call: ProviderCall): number {
  if (call.phase === 'registered') return 1;
  if (call.phase === 'ongoing') return 2;
  return call.complete ? 4 : 3;
}

export function isTerminal(call: ProviderCall): boolean {
  return rankOf(call) >= 3;
}

/** The status that a provider's phase means for a call that is not dialled again. */
export function statusOf(phase: ProviderCall['phase']): CallStatus {
  if (phase === 'registered') return 'ringing';
  return phase;
}

/**
 * Joins a fact to what is known. A further fact wins where it says something; an earlier, equal or repeated one only fills
 * gaps. So all orders of the same facts end in the same values. `spentBeforeCents` is what earlier tries had cost.
 */
export function mergeProviderFacts(known: KnownFacts, call: ProviderCall, spentBeforeCents: number): KnownFacts {
  const rank = rankOf(call);
  const wins = rank > known.providerRank;
  const join = <T>(before: T | null, given: T | null): T | null => (wins ? (given ?? before) : (before ?? given));
  const outcome = isTerminal(call) ? (call.outcome ?? 'unknown') : null;
  return {
    providerRank: Math.max(rank, known.providerRank),
    outcome: join(known.outcome, outcome),
    providerReason: join(known.providerReason, call.providerReason),
    startedAt: join(known.startedAt, call.startedAt),
    endedAt: join(known.endedAt, call.endedAt),
    durationSec: join(known.durationSec, call.durationSec),
    costCents: join(known.costCents, call.costCents === null ? null : call.costCents + spentBeforeCents),
  };
}

/** The product's word for a stored outcome. */
export function toOutcome(text: string | null): CallOutcome {
  return callOutcomes.find((known) => known === text) ?? 'unknown';
}

/** A transcript by how final and how long it is; the greater one is kept. */
export interface TranscriptSize {
  isFinal: boolean;
  characters: number;
  segments: number;
}

export function transcriptSize(segments: readonly { text: string }[], isFinal: boolean): TranscriptSize {
  return {
    isFinal,
    characters: segments.reduce((sum, segment) => sum + segment.text.length, 0),
    segments: segments.length,
  };
}

/** Whether a transcript says more than the stored one: the final one over a partial one, then the longer one. */
export function isFuller(given: TranscriptSize, stored: TranscriptSize): boolean {
  if (given.isFinal !== stored.isFinal) return given.isFinal;
  if (given.characters !== stored.characters) return given.characters > stored.characters;
  return given.segments > stored.segments;
}

const mostSegments = 5_000;

/** A provider's segments as rows may hold them: in order, times not negative, nothing empty. */
export function cleanSegments(segments: readonly ProviderSegment[]): ProviderSegment[] {
  return segments
    .filter((segment) => segment.text.trim() !== '')
    .slice(0, mostSegments)
    .map((segment) => {
      const startMs = Math.max(0, Math.round(segment.startMs));
      return {
        speaker: segment.speaker,
        startMs,
        endMs: Math.max(startMs, Math.round(segment.endMs)),
        text: segment.text.trim(),
      };
    });
}
