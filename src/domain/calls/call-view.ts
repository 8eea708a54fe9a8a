import type {
  AnalysisStatus,
  CallAttemptState,
  CallDirection,
  CallSource,
  CallStatus,
  Sentiment,
} from '#prisma/generated/enums.ts';
import type { CallMetrics } from '#domain/calls/metrics.ts';

interface Named {
  id: string;
  name: string;
}

export interface CallSegmentView {
  id: string;
  callId: string;
  startMs: number;
  endMs: number;
  /** A is the client, B the manager or voice agent. */
  speaker: 'A' | 'B';
  text: string;
  confidence: number | null;
}

export interface CallAttemptView {
  id: string;
  number: number;
  state: CallAttemptState;
  outcome: string | null;
  error: string | null;
  startedAt: Date;
}

export interface CallAnalysisView {
  id: string;
  sentiment: Sentiment;
  /** −1 … 1 */
  sentimentScore: number;
  topics: string[];
  summary: string;
  actionItems: string[];
  objections: { text: string; quote: string }[];
  intent: string | null;
  language: string;
  scorecard: { criterion: string; score: number; comment: string; speaker: 'A' | 'B'; quote: string }[];
  metrics: CallMetrics;
  /** Whether the agent began with the disclosure; null when no script asks for one. */
  disclosureSaid: boolean | null;
  engine: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A call as the doors show it. In lists `transcript` is left empty. */
export interface CallView {
  id: string;
  status: CallStatus;
  direction: CallDirection;
  source: CallSource;
  phone: string | null;
  clientName: string | null;
  managerName: string | null;
  manager: Named | null;
  lead: Named | null;
  contact: Named | null;
  agent: Named | null;
  outcome: string | null;
  providerReason: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  durationSec: number | null;
  costCents: number | null;
  /** When a waiting call is dialled again. */
  nextAttemptAt: Date | null;
  /** See needs-person.ts for what stands here when a person is needed. */
  failureNote: string | null;
  attempts: CallAttemptView[];
  recording: { fileId: string; mimeType: string } | null;
  recordingStatus: string;
  transcript: CallSegmentView[];
  /** none, partial, final or empty */
  transcriptStatus: string;
  analysis: CallAnalysisView | null;
  analysisStatus: AnalysisStatus;
  callRequestId: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
