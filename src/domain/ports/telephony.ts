import type { ConnectionTest } from '#domain/ports/ports.ts';
import type { CallOutcome } from '#domain/calls/call-outcome.ts';

export interface PlaceCallInput {
  /** Our id of this attempt; travels in the provider's metadata so that an unknown outcome can be looked up. */
  attemptId: string;
  organizationId: string;
  fromNumber: string;
  toNumber: string;
  providerAgentId: string;
  /** What the agent is told: goal, script, disclosure, the lead's name. Values are plain text. */
  variables: Record<string, string>;
}

export interface ProviderSegment {
  speaker: 'A' | 'B';
  startMs: number;
  endMs: number;
  text: string;
}

/** One call as the provider knows it, in the product's words. */
export interface ProviderCall {
  providerCallId: string;
  /** From the metadata we sent; null for calls that are not ours. */
  attemptId: string | null;
  organizationId: string | null;
  phase: 'registered' | 'ongoing' | 'ended' | 'not_connected' | 'failed';
  /** Present from `ended`, `not_connected` or `failed` on. */
  outcome: CallOutcome | null;
  /** The provider's own word, kept as it came. */
  providerReason: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  durationSec: number | null;
  costCents: number | null;
  /** Null when the provider did not say; an empty list when nobody spoke. */
  segments: ProviderSegment[] | null;
  recordingUrl: string | null;
  /** The provider has finished its own analysis: nothing more will come. */
  complete: boolean;
}

export interface ProviderAgent {
  providerAgentId: string;
  name: string;
  language: string | null;
}

/** A way to phone people by a voice agent. Methods throw ProviderError; `unknown` means that the call may have been placed. */
export interface Telephony {
  readonly provider: string;
  /** Asks the provider for one call, once. Never retries by itself. */
  placeCall(input: PlaceCallInput): Promise<{ providerCallId: string }>;
  /** The call that carries this attempt's id, or null when the provider certainly has none. */
  findCallByAttempt(attemptId: string, since: Date): Promise<ProviderCall | null>;
  /** The call's present facts, or null when the provider does not know the id. */
  getCall(providerCallId: string): Promise<ProviderCall | null>;
  listAgents(): Promise<ProviderAgent[]>;
  /** The recording's bytes with its type; limited in size and time. */
  downloadRecording(url: string): Promise<{ bytes: Uint8Array; mimeType: string }>;
  test(): Promise<ConnectionTest>;
}
