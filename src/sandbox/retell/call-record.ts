import type { Language, Mood } from './dialogues/dialogue.ts';

export type Speaker = 'agent' | 'user';

/** One spoken turn; times are seconds from the start of the recording. */
export type Turn = { speaker: Speaker; text: string; startSec: number; endSec: number };

export type Outcome =
  | 'answered'
  | 'live'
  | 'busy'
  | 'no_answer'
  | 'declined'
  | 'voicemail'
  | 'invalid_destination'
  | 'dial_failed'
  | 'telephony_error';

export type CallAnalysis = {
  call_summary: string;
  in_voicemail: boolean;
  user_sentiment: 'Negative' | 'Positive' | 'Neutral' | 'Unknown';
  call_successful: boolean;
  custom_analysis_data: Record<string, string | number | boolean>;
};

/** What will happen on this call unless a person takes it on the phone page. */
export type CallPlan = {
  outcome: Outcome;
  language: Language;
  mood: Mood;
  turns: Turn[];
  /** What the agent says, line by line, when a person answers instead of the script. */
  liveLines: string[];
  endReason: string;
  analysis: CallAnalysis | null;
  /** True when a test or the panel asked for this outcome, so that an open phone page is not rung instead. */
  isForced: boolean;
};

export type SandboxAgent = { id: string; name: string; language: string };

export type CallOrder = {
  callId: string;
  createdAtMs: number;
  fromNumber: string;
  toNumber: string;
  agent: SandboxAgent;
  metadata?: unknown;
  dynamicVariables: Record<string, string>;
  customSipHeaders?: Record<string, string> | undefined;
  baseUrl: string;
  plan: CallPlan;
};

export type CallEnding = {
  status: 'ended' | 'not_connected' | 'error';
  reason: string;
  /** Provider time: start plus the length of the dialogue, so at high speed it may lie ahead of the clock. */
  endTimestampMs: number;
};

export type CallRecord = CallOrder & {
  isLive: boolean;
  ringingSinceMs?: number;
  startedAtMs?: number;
  turns: Turn[];
  ending?: CallEnding;
  analysis?: CallAnalysis;
  isAnalyzed: boolean;
  /** Webhooks that were delivered or given up; the others are sent again after a restart. */
  settledEvents: string[];
};

export type LedgerEntry =
  | { type: 'created'; order: CallOrder }
  | { type: 'ringing'; callId: string; atMs: number; isLive: boolean }
  | { type: 'answered'; callId: string; atMs: number }
  | { type: 'turn'; callId: string; turn: Turn }
  | { type: 'ended'; callId: string; ending: CallEnding }
  | { type: 'analyzed'; callId: string; analysis: CallAnalysis | null }
  | { type: 'webhook_settled'; callId: string; event: string };

export function isOver(record: CallRecord): boolean {
  return record.ending !== undefined;
}
