import { z } from 'zod';

/** Times inside a transcript are seconds of audio; all other times are milliseconds of the epoch. */
const WireWord = z.object({ word: z.string().nullish(), start: z.number().nullish(), end: z.number().nullish() });

export const WireUtterance = z.object({
  role: z.string(),
  content: z.string().nullish(),
  words: z.array(WireWord).nullish(),
});
export type WireUtterance = z.infer<typeof WireUtterance>;

/** Retell's call object, as far as we read it. Enumerations stay open: Retell adds words to them without notice. */
export const WireCall = z.object({
  call_id: z.string().min(1),
  call_status: z.string().nullish(),
  agent_id: z.string().nullish(),
  metadata: z.unknown().optional(),
  start_timestamp: z.number().nullish(),
  end_timestamp: z.number().nullish(),
  duration_ms: z.number().nullish(),
  disconnection_reason: z.string().nullish(),
  transcript: z.string().nullish(),
  transcript_object: z.array(WireUtterance).nullish(),
  recording_url: z.string().nullish(),
  scrubbed_recording_url: z.string().nullish(),
  call_cost: z.object({ combined_cost: z.number().nullish() }).nullish(),
  call_analysis: z
    .object({
      call_successful: z.boolean().nullish(),
      in_voicemail: z.boolean().nullish(),
    })
    .nullish(),
});
export type WireCall = z.infer<typeof WireCall>;

export const WireCallMetadata = z.object({
  attempt_id: z.string().optional().catch(undefined),
  organization_id: z.string().optional().catch(undefined),
});

export const WireCreatedCall = z.object({ call_id: z.string().min(1) });

export const WireCallPage = z.object({
  items: z.array(
    z.object({
      call_id: z.string().min(1),
      start_timestamp: z.number().nullish(),
      metadata: z.unknown().optional(),
    }),
  ),
  has_more: z.boolean().nullish(),
  pagination_key: z.string().nullish(),
});
export type WireCallPage = z.infer<typeof WireCallPage>;

export const WireAgentPage = z.object({
  items: z.array(
    z.object({
      agent_id: z.string().min(1),
      agent_name: z.string().nullish(),
      language: z.union([z.string(), z.array(z.string())]).nullish(),
      channel: z.string().nullish(),
    }),
  ),
  has_more: z.boolean().nullish(),
  pagination_key: z.string().nullish(),
});

export const WirePhoneNumberPage = z.object({
  items: z.array(z.object({ phone_number: z.string() })),
  has_more: z.boolean().nullish(),
});

export const WireConcurrency = z.object({ current_concurrency: z.number(), concurrency_limit: z.number() });

export const WireWebhook = z.object({ event: z.string().min(1), call: WireCall });

export const WireProblem = z.object({ message: z.string() });
