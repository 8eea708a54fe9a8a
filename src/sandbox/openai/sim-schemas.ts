import { z } from 'zod';

export const OPENAI_ROUTES = ['models', 'chat', 'responses', 'transcriptions'] as const;
export type OpenAiRoute = (typeof OPENAI_ROUTES)[number];

/** A fault of the next matching requests; what each kind does is in `error-replies.ts`, `model-answer.ts` and `event-stream.ts`. */
export const OpenAiFault = z.strictObject({
  kind: z.enum([
    'rate_limited',
    'slow_down',
    'insufficient_quota',
    'server_error',
    'overloaded',
    'unauthorized',
    'never_answer',
    'reset',
    'error_in_200',
    'nonsense',
    'respond',
    'slow_first_byte',
    'cut_stream',
    'end_stream_early',
    'stall_stream',
    'stream_error_event',
    'comment_lines',
    'refusal',
    'length',
    'content_filter',
    'invalid_json',
    'wrong_schema',
    'empty_segments',
    'wrong_language',
  ]),
  route: z.union([z.enum(OPENAI_ROUTES), z.literal('*')]).default('*'),
  times: z.number().int().min(1).default(1),
  skip: z.number().int().min(0).default(0),
  retryAfterSec: z.number().min(0).optional(),
  latencyMs: z.number().min(0).default(0),
  /** How many pieces of text a disturbed stream still delivers. */
  afterChunks: z.number().int().min(0).default(3),
  status: z.number().int().min(200).max(599).default(500),
  body: z.unknown().optional(),
});
export type OpenAiFault = z.infer<typeof OpenAiFault>;
export type OpenAiFaultKind = OpenAiFault['kind'];

/** The answer to the next request whose prompt contains `match` (to any, without one). */
export const ScriptedAnswer = z.strictObject({
  match: z.string().optional(),
  text: z.string().optional(),
  json: z.unknown().optional(),
  refusal: z.string().optional(),
  toolCalls: z.array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })).default([]),
  finishReason: z.enum(['stop', 'length', 'content_filter', 'tool_calls']).optional(),
  times: z.number().int().min(1).default(1),
});
export type ScriptedAnswer = z.infer<typeof ScriptedAnswer>;

export const ScriptedSegment = z.strictObject({
  start: z.number().min(0),
  end: z.number().min(0),
  text: z.string(),
  speaker: z.string().default('A'),
});
export type ScriptedSegment = z.infer<typeof ScriptedSegment>;

/** Transcript of the next upload whose file name or SHA-256 contains `match` (of any, without one). */
export const ScriptedTranscription = z.strictObject({
  match: z.string().optional(),
  language: z.string().default('ru'),
  durationSec: z.number().positive().optional(),
  segments: z.array(ScriptedSegment),
  times: z.number().int().min(1).default(1_000_000),
});
export type ScriptedTranscription = z.infer<typeof ScriptedTranscription>;

export const ModelMode = z.enum(['helpful', 'obey_attacker']);
export type ModelMode = z.infer<typeof ModelMode>;

export type OpenAiFaultInput = z.input<typeof OpenAiFault>;
export type ScriptedAnswerInput = z.input<typeof ScriptedAnswer>;
export type ScriptedTranscriptionInput = z.input<typeof ScriptedTranscription>;
