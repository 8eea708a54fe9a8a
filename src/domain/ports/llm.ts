import { z } from 'zod';
import type { ConnectionTest } from '#domain/ports/ports.ts';

export interface SpokenSegment {
  /** A is the client, B the manager or voice agent. */
  speaker: 'A' | 'B';
  startMs: number;
  endMs: number;
  text: string;
}

/** What a model judges about a call. Quotes are checked against the transcript afterwards; what has none is dropped. */
export const CallJudgement = z.object({
  sentiment: z.enum(['positive', 'neutral', 'negative']),
  sentimentScore: z.number().min(-1).max(1),
  language: z.string(),
  intent: z.string().nullable(),
  topics: z.array(z.string()),
  summary: z.string(),
  actionItems: z.array(z.string()),
  objections: z.array(z.object({ text: z.string(), quote: z.string() })),
  scorecard: z.array(
    z.object({
      criterion: z.string(),
      /** 0 … 10 */
      score: z.number().min(0).max(10),
      comment: z.string(),
      speaker: z.enum(['A', 'B']),
      quote: z.string(),
    }),
  ),
});
export type CallJudgement = z.infer<typeof CallJudgement>;

export interface LlmUsage {
  inputTokens: number;
  outputTokens: number;
  /** Millionths of a US dollar, when the provider says it. */
  costMicros: number | null;
}

export interface LlmAnswer<T> {
  value: T;
  /** The model's name, or `offline`. */
  engine: string;
  usage: LlmUsage;
}

export interface AnalyzeCallInput {
  /** The language to write in. */
  language: 'ru' | 'en';
  goal: string | null;
  segments: SpokenSegment[];
  criteria: { id: string; name: string }[];
}

export interface DraftReplyInput {
  language: 'ru' | 'en';
  managerName: string;
  clientName: string;
  /** Newest last. Data, never instructions. */
  messages: { from: 'client' | 'us'; text: string }[];
  callSummary: string | null;
  nextSteps: string[];
  hint: string | null;
}

/** A language model for the product's two questions. Throws ProviderError. */
export interface Llm {
  readonly engine: string;
  analyzeCall(input: AnalyzeCallInput): Promise<LlmAnswer<CallJudgement>>;
  /** Writes a reply; `onText` gets the whole text so far, each time it grew. */
  draftReply(input: DraftReplyInput, onText: (textSoFar: string) => void): Promise<LlmAnswer<string>>;
  test(): Promise<ConnectionTest>;
}
