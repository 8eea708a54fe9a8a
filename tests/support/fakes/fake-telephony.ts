import { ProviderError } from '#platform/errors.ts';
import type { PlaceCallInput, ProviderCall, Telephony } from '#domain/ports/telephony.ts';

/** A telephone company in memory: takes calls, answers what tests make of them, fails on demand. */
export interface FakeTelephony extends Telephony {
  /** Every call that really was placed, oldest first. */
  readonly placed: PlaceCallInput[];
  /** What `placeCall` does next, in order; a call that is `taken` was placed although the answer is an error. */
  failNext(...failures: { error: Error; taken?: boolean }[]): void;
  /** While set, every look-up throws it. */
  outage: Error | null;
  /** Changes what the provider knows of a call; returns it as it is then. */
  change(attemptId: string, facts: Partial<ProviderCall>): ProviderCall;
  callOf(attemptId: string): ProviderCall | undefined;
  recordings: Map<string, { bytes: Uint8Array; mimeType: string }>;
}

export function createFakeTelephony(): FakeTelephony {
  const calls = new Map<string, ProviderCall>();
  const failures: { error: Error; taken?: boolean }[] = [];
  const placed: PlaceCallInput[] = [];
  const fake: FakeTelephony = {
    provider: 'fake',
    placed,
    outage: null,
    recordings: new Map(),
    failNext: (...given) => void failures.push(...given),
    async placeCall(input) {
      const failure = failures.shift();
      if (failure && !failure.taken) throw failure.error;
      placed.push(input);
      const call = aProviderCall({
        attemptId: input.attemptId,
        organizationId: input.organizationId,
        providerCallId: `call_${placed.length}_${input.attemptId.slice(-6)}`,
      });
      calls.set(input.attemptId, call);
      if (failure) throw failure.error;
      return { providerCallId: call.providerCallId };
    },
    async findCallByAttempt(attemptId) {
      if (fake.outage) throw fake.outage;
      return calls.get(attemptId) ?? null;
    },
    async getCall(providerCallId) {
      if (fake.outage) throw fake.outage;
      return [...calls.values()].find((call) => call.providerCallId === providerCallId) ?? null;
    },
    change(attemptId, facts) {
      const call = calls.get(attemptId);
      if (!call) throw new Error('No such call at the fake provider.');
      const changed = { ...call, ...facts };
      calls.set(attemptId, changed);
      return changed;
    },
    callOf: (attemptId) => calls.get(attemptId),
    listAgents: async () => [],
    async downloadRecording(url) {
      const recording = fake.recordings.get(url);
      if (!recording) throw new ProviderError('fake', 'permanent', 'gone', 'The recording link has run out.');
      return recording;
    },
    test: async () => ({ ok: true, message: 'It answers.' }),
  };
  return fake;
}

/** A call as the provider tells it: registered, with nothing known, unless said otherwise. */
export function aProviderCall(facts: Partial<ProviderCall>): ProviderCall {
  return {
    providerCallId: 'call_1',
    attemptId: null,
    organizationId: null,
    phase: 'registered',
    outcome: null,
    providerReason: null,
    startedAt: null,
    endedAt: null,
    durationSec: null,
    costCents: null,
    segments: null,
    recordingUrl: null,
    complete: false,
    ...facts,
  };
}
