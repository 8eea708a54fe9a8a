import { z } from '@hono/zod-openapi';
import type { CallView } from '#domain/calls/call-view.ts';
import type { ApiDeps } from '#api/deps.ts';
import { signFileUrl } from '#api/files/file-links.ts';
import { Moment } from '#api/views.ts';

const TranscriptSegment = z
  .object({
    id: z.string(),
    call_id: z.string(),
    start_ms: z.number().int(),
    end_ms: z.number().int(),
    speaker: z.enum(['A', 'B']).describe('A is the client, B the manager or the voice agent.'),
    text: z.string(),
    confidence: z.number().optional(),
  })
  .openapi('TranscriptSegment');

export const AiAnalysis = z
  .object({
    id: z.string(),
    call_id: z.string(),
    sentiment: z.enum(['positive', 'negative', 'neutral']),
    sentiment_score: z.number().min(-1).max(1),
    topics: z.array(z.string()).max(5),
    summary: z.string().describe('At most 120 words.'),
    action_items: z.array(z.string()),
    language: z.string(),
    processing_status: z.enum(['pending', 'completed', 'failed']),
    created_at: Moment,
    updated_at: Moment,
  })
  .openapi('AiAnalysis');

export const Call = z
  .object({
    id: z.string(),
    type: z.enum(['incoming', 'outgoing']),
    status: z.enum(['completed', 'missed', 'in-progress']),
    phoneNumber: z.string(),
    clientName: z.string().optional(),
    managerName: z.string(),
    managerId: z.string(),
    duration: z.number().int().describe('Seconds.'),
    date: Moment,
    recordingUrl: z.url().optional().describe('Signed; works for an hour.'),
    created_at: Moment,
    updated_at: Moment,
    transcript: z.array(TranscriptSegment).optional(),
    aiAnalysis: AiAnalysis.optional(),
  })
  .openapi('Call');

const statuses: Record<CallView['status'], z.infer<typeof Call>['status']> = {
  ended: 'completed',
  not_connected: 'missed',
  failed: 'missed',
  cancelled: 'missed',
  queued: 'in-progress',
  dialing: 'in-progress',
  ringing: 'in-progress',
  ongoing: 'in-progress',
  needs_person: 'in-progress',
};

/** A call in the shape of the older analytics API, without its transcript. */
export function toCall(call: CallView, deps: ApiDeps) {
  return {
    id: call.id,
    type: call.direction,
    status: statuses[call.status],
    phoneNumber: call.phone ?? '',
    ...(call.clientName === null ? {} : { clientName: call.clientName }),
    managerName: call.managerName ?? call.manager?.name ?? '',
    managerId: call.manager?.id ?? '',
    duration: call.durationSec ?? 0,
    date: call.startedAt ?? call.createdAt,
    ...(call.recording ? { recordingUrl: signFileUrl(deps, call.recording.fileId) } : {}),
    created_at: call.createdAt,
    updated_at: call.updatedAt,
  };
}

/** A call with its transcript and analysis. */
export function toCallDetail(call: CallView, deps: ApiDeps) {
  const analysis = toAiAnalysis(call);
  return {
    ...toCall(call, deps),
    transcript: call.transcript.map((segment) => ({
      id: segment.id,
      call_id: call.id,
      start_ms: segment.startMs,
      end_ms: segment.endMs,
      speaker: segment.speaker,
      text: segment.text,
      ...(segment.confidence === null ? {} : { confidence: segment.confidence }),
    })),
    ...(analysis ? { aiAnalysis: analysis } : {}),
  };
}

/** The analysis of a call; undefined while there is none. */
export function toAiAnalysis({ id, analysis, analysisStatus }: CallView) {
  if (!analysis) return undefined;
  return {
    id: analysis.id,
    call_id: id,
    sentiment: analysis.sentiment,
    sentiment_score: analysis.sentimentScore,
    topics: analysis.topics.slice(0, 5),
    summary: analysis.summary,
    action_items: analysis.actionItems,
    language: analysis.language,
    processing_status: analysisStatus === 'none' ? ('completed' as const) : analysisStatus,
    created_at: analysis.createdAt,
    updated_at: analysis.updatedAt,
  };
}
