import type { CallLedger } from './call-ledger.ts';
import type { CallEnding, CallOrder, CallRecord, LedgerEntry, Outcome, Turn } from './call-record.ts';
import { isOver } from './call-record.ts';
import { analyzeLiveCall, openingLine, replyToClient } from './live-agent.ts';
import type { PhoneLines } from './phone-lines.ts';
import { emptyAnalysis } from './plan-call.ts';
import { lengthSec, speechDurationSec } from './speech-timing.ts';
import type { WebhookSender } from './webhook-sender.ts';
import { toWireCall } from './wire-call.ts';
import type { WebhookEvent } from './wire-call.ts';

export type CallEngine = {
  place: (order: CallOrder) => CallRecord;
  /** Goes on with the calls found in the journal and sends the webhooks that were not settled. */
  resume: () => void;
  /** The four acts of a person on the phone page; each returns false when the call is not in a state for it. */
  answer: (callId: string) => boolean;
  decline: (callId: string) => boolean;
  say: (callId: string, text: string) => boolean;
  hangUp: (callId: string) => boolean;
  /** Ends a call on the API user's demand; false when it is already over. */
  stop: (callId: string) => boolean;
  analyzeAgain: (callId: string) => boolean;
  payload: (record: CallRecord, event: string) => Record<string, unknown>;
  activeCount: () => number;
  isIdle: () => boolean;
  setSpeed: (speed: number) => void;
  close: () => void;
};

export type CallEngineOptions = {
  ledger: CallLedger;
  lines: PhoneLines;
  webhooks: WebhookSender;
  events: readonly WebhookEvent[];
  apiKey: string;
  speed: number;
  ringDurationMs: number;
  silenceMs: number;
  linkTtlMs: number;
  onChange: () => void;
};

const RINGING_MS: Record<Exclude<Outcome, 'no_answer' | 'live'>, number> = {
  answered: 2500,
  voicemail: 9000,
  busy: 1500,
  declined: 5000,
  invalid_destination: 400,
  dial_failed: 800,
  telephony_error: 600,
};
const DIALING_MS = 400;
const CLOSING_SILENCE_MS = 600;
const ANALYSIS_MS = 3000;
const AGENT_THINKING_MS = 700;

/** Moves calls along: registered, ringing, talk turn by turn, end, analysis. Provider milliseconds pass `speed` times faster. */
export function createCallEngine(options: CallEngineOptions): CallEngine {
  const { ledger, lines, webhooks } = options;
  const timers = new Map<string, NodeJS.Timeout>();
  let speed = options.speed;

  return {
    place(order) {
      const record = write({ type: 'created', order });
      after(record, DIALING_MS, () => ring(record));
      return record;
    },
    resume() {
      for (const record of ledger.all()) {
        resendUnsettled(record);
        if (record.isAnalyzed) continue;
        if (record.ending) after(record, ANALYSIS_MS, () => analyze(record));
        else if (record.startedAtMs === undefined) after(record, DIALING_MS, () => ring(record));
        else if (record.isLive) awaitWords(record);
        else playNext(record);
      }
    },
    answer(callId) {
      const record = ledger.get(callId);
      if (!record || !record.isLive || isOver(record) || record.startedAtMs !== undefined) return false;
      connect(record);
      sayAsAgent(record, openingLine(record));
      awaitWords(record);
      return true;
    },
    decline(callId) {
      const record = ledger.get(callId);
      if (!record || !record.isLive || isOver(record) || record.startedAtMs !== undefined) return false;
      end(record, 'not_connected', 'user_declined');
      return true;
    },
    say(callId, text) {
      const record = ledger.get(callId);
      if (!record || !record.isLive || isOver(record) || record.startedAtMs === undefined) return false;
      speak(record, 'user', text);
      after(record, AGENT_THINKING_MS, () => {
        const reply = replyToClient(record, text);
        sayAsAgent(record, reply.text);
        if (reply.endsCall) after(record, CLOSING_SILENCE_MS, () => end(record, 'ended', 'agent_hangup'));
        else awaitWords(record);
      });
      return true;
    },
    hangUp: (callId) => endByHand(callId, 'user_hangup'),
    stop: (callId) => endByHand(callId, 'manual_stopped'),
    analyzeAgain(callId) {
      const record = ledger.get(callId);
      if (!record?.ending) return false;
      cancel(record);
      analyze(record, true);
      return true;
    },
    payload: payloadOf,
    activeCount: () => ledger.all().filter((record) => !isOver(record)).length,
    isIdle: () => ledger.all().every((record) => record.isAnalyzed) && webhooks.pendingCount() === 0,
    setSpeed: (next) => void (speed = next),
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };

  function ring(record: CallRecord): void {
    const { plan } = record;
    const isLive =
      plan.outcome === 'live' || (!plan.isForced && plan.outcome === 'answered' && lines.hasPhone(record.toNumber));
    write({ type: 'ringing', callId: record.callId, atMs: Date.now(), isLive });
    if (isLive) {
      // A person needs real seconds to pick up, whatever the speed of scripted calls.
      after(record, options.ringDurationMs * speed, () => end(record, 'not_connected', 'dial_no_answer'));
      return;
    }
    if (plan.outcome === 'answered' || plan.outcome === 'voicemail') {
      after(record, RINGING_MS[plan.outcome], () => {
        connect(record);
        playNext(record);
      });
      return;
    }
    const ringingMs =
      plan.outcome === 'no_answer' || plan.outcome === 'live' ? options.ringDurationMs : RINGING_MS[plan.outcome];
    after(record, ringingMs, () => end(record, 'not_connected', plan.endReason));
  }

  function connect(record: CallRecord): void {
    write({ type: 'answered', callId: record.callId, atMs: Date.now() });
    emit(record, 'call_started');
  }

  function playNext(record: CallRecord): void {
    const heardSec = lengthSec(record.turns);
    const turn = record.plan.turns[record.turns.length];
    if (!turn) {
      after(record, CLOSING_SILENCE_MS, () => end(record, 'ended', record.plan.endReason));
      return;
    }
    after(record, Math.max(0, turn.endSec - heardSec) * 1000, () => {
      addTurn(record, turn);
      playNext(record);
    });
  }

  function speak(record: CallRecord, speaker: Turn['speaker'], text: string): void {
    const elapsedSec = (Date.now() - (record.startedAtMs ?? Date.now())) / 1000;
    const startSec = Math.round(Math.max(lengthSec(record.turns) + 0.3, elapsedSec) * 1000) / 1000;
    addTurn(record, { speaker, text, startSec, endSec: startSec + speechDurationSec(text) });
  }

  function sayAsAgent(record: CallRecord, text: string): void {
    speak(record, 'agent', text);
  }

  function addTurn(record: CallRecord, turn: Turn): void {
    write({ type: 'turn', callId: record.callId, turn });
    emit(record, 'transcript_updated');
  }

  function awaitWords(record: CallRecord): void {
    after(record, options.silenceMs * speed, () => end(record, 'ended', 'inactivity'));
  }

  function endByHand(callId: string, reason: string): boolean {
    const record = ledger.get(callId);
    if (!record || isOver(record)) return false;
    end(record, record.startedAtMs === undefined ? 'not_connected' : 'ended', reason);
    return true;
  }

  function end(record: CallRecord, status: CallEnding['status'], reason: string): void {
    cancel(record);
    const heardMs = Math.round(lengthSec(record.turns) * 1000) + CLOSING_SILENCE_MS;
    const startMs = record.startedAtMs ?? record.ringingSinceMs ?? record.createdAtMs;
    const isTalk = record.startedAtMs !== undefined;
    const livedMs = record.isLive ? Date.now() - startMs : 0;
    const endTimestampMs = isTalk ? startMs + Math.max(heardMs, livedMs) : Math.max(startMs, Date.now());
    write({ type: 'ended', callId: record.callId, ending: { status, reason, endTimestampMs } });
    emit(record, 'call_ended');
    after(record, ANALYSIS_MS, () => analyze(record));
  }

  function analyze(record: CallRecord, isDemanded = false): void {
    const analysis = record.isLive && record.turns.length > 0 ? analyzeLiveCall(record) : record.plan.analysis;
    const isTalk = record.startedAtMs !== undefined;
    const result = isTalk ? analysis : emptyAnalysis();
    const given = result ?? (isDemanded ? emptyAnalysis() : null);
    write({ type: 'analyzed', callId: record.callId, analysis: given });
    if (given) emit(record, 'call_analyzed');
    options.onChange();
  }

  function emit(record: CallRecord, event: WebhookEvent): void {
    if (!options.events.includes(event)) return;
    const onSettled = () => {
      if (event === 'transcript_updated' || !ledger.get(record.callId)) return;
      write({ type: 'webhook_settled', callId: record.callId, event });
    };
    webhooks.send({ record, event, payload: payloadOf(record, event), onSettled });
  }

  function resendUnsettled(record: CallRecord): void {
    const isDue = (event: WebhookEvent, hasHappened: boolean) => hasHappened && !record.settledEvents.includes(event);
    if (isDue('call_started', record.startedAtMs !== undefined)) emit(record, 'call_started');
    if (isDue('call_ended', record.ending !== undefined)) emit(record, 'call_ended');
    if (isDue('call_analyzed', record.analysis !== undefined)) emit(record, 'call_analyzed');
  }

  function payloadOf(record: CallRecord, event: string): Record<string, unknown> {
    const until =
      event === 'call_started' || event === 'transcript_updated' || event === 'call_ended' ? event : 'call_analyzed';
    const view = { until, baseUrl: record.baseUrl, apiKey: options.apiKey, linkTtlMs: options.linkTtlMs } as const;
    return { event, call: toWireCall(record, view) };
  }

  function write(entry: LedgerEntry): CallRecord {
    const record = ledger.append(entry);
    lines.announce(record.toNumber);
    options.onChange();
    return record;
  }

  function after(record: CallRecord, providerMs: number, act: () => void): void {
    cancel(record);
    const timer = setTimeout(() => {
      timers.delete(record.callId);
      act();
    }, providerMs / speed);
    timers.set(record.callId, timer);
  }

  function cancel(record: CallRecord): void {
    clearTimeout(timers.get(record.callId));
    timers.delete(record.callId);
  }
}
