import { defineRead } from '#platform/database/read.ts';
import type { CallAnalysisView, CallAttemptView, CallView } from '#domain/calls/call-view.ts';

/** As JSON gives it: moments are texts there. */
type Timed<T, Keys extends keyof T> = Omit<T, Keys> & Record<Keys, string>;
export type CallRow = Omit<CallView, 'attempts' | 'analysis'> & {
  attempts: Timed<CallAttemptView, 'startedAt'>[];
  analysis: Timed<CallAnalysisView, 'createdAt' | 'updatedAt'> | null;
};

const named = (table: string) =>
  `CASE WHEN ${table}.id IS NOT NULL THEN json_build_object('id', ${table}.id, 'name', ${table}.name) END`;

const columns = `
  call.id, call.status, call.direction, call.source, call.phone, call.client_name AS "clientName", call.manager_name AS "managerName",
  ${named('manager')} AS manager, ${named('lead')} AS lead, ${named('contact')} AS contact, ${named('agent')} AS agent,
  call.outcome, call.provider_reason AS "providerReason", call.started_at AS "startedAt", call.ended_at AS "endedAt",
  call.duration_sec AS "durationSec", call.cost_cents AS "costCents", call.next_attempt_at AS "nextAttemptAt",
  call.failure_note AS "failureNote", call.recording_status AS "recordingStatus", call.transcript_status AS "transcriptStatus",
  call.analysis_status AS "analysisStatus", call.call_request_id AS "callRequestId", call.version,
  call.created_at AS "createdAt", call.updated_at AS "updatedAt",
  CASE WHEN file.id IS NOT NULL THEN json_build_object('fileId', file.id, 'mimeType', file.mime_type) END AS recording,
  coalesce((SELECT json_agg(json_build_object('id', attempt.id, 'number', attempt.number, 'state', attempt.state,
      'outcome', attempt.outcome, 'error', attempt.error, 'startedAt', attempt.started_at) ORDER BY attempt.number)
    FROM call_attempts attempt WHERE attempt.organization_id = call.organization_id AND attempt.call_id = call.id), '[]') AS attempts,
  CASE WHEN analysis.id IS NOT NULL THEN json_build_object('id', analysis.id, 'sentiment', analysis.sentiment,
    'sentimentScore', analysis.sentiment_score, 'topics', analysis.topics, 'summary', analysis.summary,
    'actionItems', analysis.action_items, 'objections', analysis.objections, 'intent', analysis.intent,
    'language', analysis.language, 'scorecard', analysis.scorecard, 'metrics', analysis.metrics,
    'disclosureSaid', analysis.disclosure_said, 'engine', analysis.engine, 'createdAt', analysis.created_at,
    'updatedAt', analysis.updated_at) END AS analysis`;

const transcript = `
  coalesce((SELECT json_agg(json_build_object('id', segment.id, 'callId', segment.call_id, 'startMs', segment.start_ms,
      'endMs', segment.end_ms, 'speaker', segment.speaker, 'text', segment.text, 'confidence', segment.confidence) ORDER BY segment.position)
    FROM transcript_segments segment WHERE segment.organization_id = call.organization_id AND segment.call_id = call.id), '[]') AS transcript`;

const joins = `
  FROM calls call
  LEFT JOIN users manager ON manager.id = call.manager_id AND manager.organization_id IS NOT DISTINCT FROM call.organization_id
  LEFT JOIN leads lead ON lead.id = call.lead_id AND lead.organization_id IS NOT DISTINCT FROM call.organization_id
  LEFT JOIN contacts contact ON contact.id = call.contact_id AND contact.organization_id IS NOT DISTINCT FROM call.organization_id
  LEFT JOIN agents agent ON agent.id = call.agent_id AND agent.organization_id IS NOT DISTINCT FROM call.organization_id
  LEFT JOIN stored_files file ON file.id = call.recording_file_id AND file.organization_id IS NOT DISTINCT FROM call.organization_id
  LEFT JOIN call_analyses analysis ON analysis.organization_id = call.organization_id AND analysis.call_id = call.id
  WHERE call.organization_id = $1 AND call.deleted_at IS NULL
    AND ($2::uuid IS NULL OR call.manager_id = $2 OR lead.owner_id = $2)`;

/** One call with its transcript, if the viewer ($2, null sees all) may see it. */
export const callById = defineRead<[viewerId: string | null, id: string], CallRow>(
  'call-by-id',
  `SELECT ${columns}, ${transcript} ${joins} AND call.id = $3`,
);

/** Newest first after a keyset; $3 a lead, $4 a contact, $5 a status (null: any). */
export const callPage = defineRead<
  [
    viewerId: string | null,
    leadId: string | null,
    contactId: string | null,
    status: string | null,
    before: Date | null,
    beforeId: string | null,
    limit: number,
  ],
  CallRow
>(
  'call-page',
  `SELECT ${columns}, '[]'::json AS transcript ${joins}
     AND ($3::uuid IS NULL OR call.lead_id = $3)
     AND ($4::uuid IS NULL OR call.contact_id = $4)
     AND ($5::text IS NULL OR call.status = $5::"CallStatus")
     AND ($6::timestamptz IS NULL OR (call.created_at, call.id) < ($6, $7::uuid))
   ORDER BY call.created_at DESC, call.id DESC LIMIT $8`,
);

const oldApiFilter = `
  AND ($3::text IS NULL OR CASE $3 WHEN 'completed' THEN call.status = 'ended'
    WHEN 'missed' THEN call.status IN ('not_connected', 'failed', 'cancelled')
    ELSE call.status IN ('queued', 'dialing', 'ringing', 'ongoing', 'needs_person') END)
  AND ($4::text IS NULL OR call.direction = $4::"CallDirection")
  AND ($5::text IS NULL OR analysis.sentiment = $5::"Sentiment")
  AND ($6::text IS NULL OR call.manager_id::text = $6 OR coalesce(manager.name, call.manager_name) ILIKE $7)
  AND ($8::timestamptz IS NULL OR coalesce(call.started_at, call.created_at) >= $8)
  AND ($9::timestamptz IS NULL OR coalesce(call.started_at, call.created_at) < $9)
  AND ($10::text IS NULL OR call.client_name ILIKE $10 OR coalesce(manager.name, call.manager_name) ILIKE $10
    OR lead.name ILIKE $10 OR analysis.summary ILIKE $10 OR ($11::text IS NOT NULL AND call.phone LIKE $11))`;

/** The filters of the older analytics API; null switches each off. */
export type OldApiFilter = [
  viewerId: string | null,
  status: string | null,
  direction: string | null,
  sentiment: string | null,
  manager: string | null,
  managerPattern: string | null,
  from: Date | null,
  before: Date | null,
  searchPattern: string | null,
  phonePattern: string | null,
];

const orders = {
  date_desc: 'coalesce(call.started_at, call.created_at) DESC, call.id DESC',
  date_asc: 'coalesce(call.started_at, call.created_at) ASC, call.id ASC',
  duration_desc: 'call.duration_sec DESC NULLS LAST, call.id DESC',
  duration_asc: 'call.duration_sec ASC NULLS FIRST, call.id ASC',
} as const;
export type CallOrder = keyof typeof orders;
export const callOrders = Object.keys(orders) as [CallOrder, ...CallOrder[]];

const pageOrderedBy = (order: CallOrder) =>
  defineRead<[...OldApiFilter, limit: number, offset: number], CallRow>(
    `call-page-by-${order}`,
    `SELECT ${columns}, '[]'::json AS transcript ${joins} ${oldApiFilter} ORDER BY ${orders[order]} LIMIT $12 OFFSET $13`,
  );

/** Pages of the older analytics API, by their order. */
export const callPagesByOrder = {
  date_desc: pageOrderedBy('date_desc'),
  date_asc: pageOrderedBy('date_asc'),
  duration_desc: pageOrderedBy('duration_desc'),
  duration_asc: pageOrderedBy('duration_asc'),
} as const;

/** The same filters newest first after a keyset, of these calls only when ids are given. */
export const filteredCallPage = defineRead<
  [...OldApiFilter, before: Date | null, beforeId: string | null, ids: readonly string[] | null, limit: number],
  CallRow
>(
  'call-page-filtered',
  `SELECT ${columns}, '[]'::json AS transcript ${joins} ${oldApiFilter}
     AND ($12::timestamptz IS NULL OR (coalesce(call.started_at, call.created_at), call.id) < ($12, $13::uuid))
     AND ($14::uuid[] IS NULL OR call.id = ANY ($14))
   ORDER BY ${orders.date_desc} LIMIT $15`,
);

export const callCount = defineRead<OldApiFilter, { total: number }>(
  'call-count',
  `SELECT count(*)::int AS total ${joins} ${oldApiFilter}`,
);

/** A row as the view that doors get. */
export function toCallView(row: CallRow): CallView {
  return {
    ...row,
    attempts: row.attempts.map((attempt) => ({ ...attempt, startedAt: new Date(attempt.startedAt) })),
    analysis: row.analysis && {
      ...row.analysis,
      createdAt: new Date(row.analysis.createdAt),
      updatedAt: new Date(row.analysis.updatedAt),
    },
  };
}
