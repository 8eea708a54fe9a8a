import { createHash } from 'node:crypto';
import type { CallRecord, Turn } from './call-record.ts';
import { signRecordingPath } from './recording-links.ts';
import { lengthSec, timeWords } from './speech-timing.ts';

export const WEBHOOK_EVENTS = ['call_started', 'transcript_updated', 'call_ended', 'call_analyzed'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** How much of the call the reader may see: webhooks show it as it was when their event happened. */
export type CallView = {
  until: 'now' | WebhookEvent;
  baseUrl: string;
  apiKey: string;
  linkTtlMs: number;
  turnCount?: number;
};

/** Renders a call in the provider's JSON shape. */
export function toWireCall(record: CallRecord, view: CallView): Record<string, unknown> {
  const turns = view.turnCount === undefined ? record.turns : record.turns.slice(0, view.turnCount);
  const showsEnding = view.until === 'now' || view.until === 'call_ended' || view.until === 'call_analyzed';
  const showsAnalysis = view.until === 'now' || view.until === 'call_analyzed';
  const wire: Record<string, unknown> = {
    call_id: record.callId,
    call_type: 'phone_call',
    agent_id: record.agent.id,
    agent_name: record.agent.name,
    agent_version: 0,
    call_status: statusOf(record, showsEnding),
    direction: 'outbound',
    from_number: record.fromNumber,
    to_number: record.toNumber,
    data_storage_setting: 'everything',
    opt_in_signed_url: true,
    telephony_identifier: { twilio_call_sid: `CA${hash(record.callId)}` },
    ...(record.metadata === undefined ? {} : { metadata: record.metadata }),
    ...(Object.keys(record.dynamicVariables).length > 0
      ? { retell_llm_dynamic_variables: record.dynamicVariables, collected_dynamic_variables: {} }
      : {}),
    ...(record.customSipHeaders ? { custom_sip_headers: record.customSipHeaders } : {}),
  };
  if (record.startedAtMs !== undefined) {
    wire['start_timestamp'] = record.startedAtMs;
    if (view.until !== 'call_started') Object.assign(wire, transcriptFields(turns));
  }
  if (showsEnding && record.ending) Object.assign(wire, endingFields(record, view));
  if (showsAnalysis && record.analysis) wire['call_analysis'] = record.analysis;
  return wire;
}

function statusOf(record: CallRecord, showsEnding: boolean): string {
  if (record.ending && showsEnding) return record.ending.status;
  return record.startedAtMs === undefined ? 'registered' : 'ongoing';
}

function transcriptFields(turns: readonly Turn[]): Record<string, unknown> {
  const spoken = turns.map((turn) => ({ role: turn.speaker, content: turn.text, words: timeWords(turn) }));
  return {
    transcript: turns.map((turn) => `${turn.speaker === 'agent' ? 'Agent' : 'User'}: ${turn.text}\n`).join(''),
    transcript_object: spoken,
    transcript_with_tool_calls: spoken,
  };
}

function endingFields(record: CallRecord, view: CallView): Record<string, unknown> {
  const { ending } = record;
  if (!ending) return {};
  const hasTalked = record.startedAtMs !== undefined;
  const startMs = record.startedAtMs ?? record.ringingSinceMs ?? record.createdAtMs;
  const durationMs = hasTalked ? ending.endTimestampMs - startMs : 0;
  const seconds = Math.ceil(durationMs / 1000);
  const cost = Number((seconds * 0.155).toFixed(3));
  return {
    start_timestamp: startMs,
    end_timestamp: ending.endTimestampMs,
    duration_ms: durationMs,
    disconnection_reason: ending.reason,
    call_cost: {
      combined_cost: cost,
      product_costs: [{ product: 'sandbox_voice', cost, unit_price: 0.155 }],
      total_duration_seconds: seconds,
      total_duration_unit_price: 0.155,
    },
    ...(hasTalked
      ? {
          latency: {
            e2e: {
              p50: 820,
              p90: 1190,
              p95: 1310,
              p99: 1490,
              min: 610,
              max: 1520,
              num: record.turns.length,
              values: [820],
            },
          },
          llm_token_usage: { average: 412, num_requests: record.turns.length, values: record.turns.map(() => 412) },
        }
      : {}),
    ...(hasTalked && lengthSec(record.turns) > 0
      ? {
          recording_url: view.baseUrl + signRecordingPath(record.callId, 'mixed', view.apiKey, view.linkTtlMs),
          recording_multi_channel_url:
            view.baseUrl + signRecordingPath(record.callId, 'channels', view.apiKey, view.linkTtlMs),
        }
      : {}),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
