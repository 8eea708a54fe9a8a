import { z } from 'zod';

/** What the next call (to a number, or to any) shall do instead of the dialogue that would be chosen for it. */
export const ScriptedOutcome = z.strictObject({
  outcome: z
    .enum([
      'answered',
      'live',
      'busy',
      'no_answer',
      'declined',
      'voicemail',
      'invalid_destination',
      'dial_failed',
      'telephony_error',
    ])
    .default('answered'),
  toNumber: z.string().optional(),
  times: z.number().int().min(1).default(1),
  language: z.enum(['ru', 'en']).optional(),
  mood: z.enum(['positive', 'neutral', 'negative', 'objections', 'opt_out']).optional(),
  turns: z
    .array(
      z.strictObject({ speaker: z.enum(['agent', 'user']), text: z.string().min(1), pauseSec: z.number().optional() }),
    )
    .optional(),
  disconnectionReason: z.string().optional(),
  withoutAnalysis: z.boolean().optional(),
});
export type ScriptedOutcome = z.infer<typeof ScriptedOutcome>;

/** A disturbance of the next matching webhook; forged, stale and unknown ones are sent before the genuine one unless `replace`. */
export const WebhookBehaviour = z.strictObject({
  kind: z.enum(['duplicate', 'reorder', 'drop', 'late', 'forge', 'stale', 'unknown_event', 'unsigned']),
  event: z.string().optional(),
  toNumber: z.string().optional(),
  times: z.number().int().min(1).default(1),
  delayMs: z.number().min(0).default(1000),
  replace: z.boolean().default(false),
});
export type WebhookBehaviour = z.infer<typeof WebhookBehaviour>;

export const RETELL_ROUTES = [
  'create-phone-call',
  'get-call',
  'list-calls',
  'stop-call',
  'rerun-call-analysis',
  'get-agent',
  'list-agents',
  'list-phone-numbers',
  'get-concurrency',
  'recording',
] as const;

/**
 * A fault of the HTTP side. `respond` answers with status and body (or lets the real answer through late when only a latency
 * is given), `hang` never answers, `reset` breaks the connection. With `afterEffect` the route does its work first.
 */
export const HttpFault = z.strictObject({
  route: z.union([z.enum(RETELL_ROUTES), z.literal('*')]),
  kind: z.enum(['respond', 'hang', 'reset']).default('respond'),
  times: z.number().int().min(1).default(1),
  skip: z.number().int().min(0).default(0),
  latencyMs: z.number().min(0).default(0),
  status: z.number().int().min(200).max(599).optional(),
  retryAfterSec: z.number().min(0).optional(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  text: z.string().optional(),
  afterEffect: z.boolean().default(false),
});
export type HttpFault = z.infer<typeof HttpFault>;

export const SimSettings = z.strictObject({
  speed: z.number().positive().optional(),
  webhookUrl: z.url().nullable().optional(),
  concurrencyLimit: z.number().int().min(0).optional(),
});
export type SimSettings = z.infer<typeof SimSettings>;

export const WebhookOrder = z.strictObject({
  callId: z.string(),
  event: z.string(),
  kind: z.enum(['genuine', 'forged', 'stale', 'unsigned']).default('genuine'),
});
export type WebhookOrder = z.infer<typeof WebhookOrder>;

export type NextCallInput = z.input<typeof ScriptedOutcome>;
export type WebhookBehaviourInput = z.input<typeof WebhookBehaviour>;
export type HttpFaultInput = z.input<typeof HttpFault>;
export type WebhookOrderInput = z.input<typeof WebhookOrder>;
