import type { Update } from 'grammy/types';
import { z } from 'zod';
import { equalInConstantTime } from '#platform/hashing.ts';

export type WebhookAnswer = 'accepted' | 'unknown_bot' | 'bad_secret' | 'bad_body';

// Telegram adds fields with each version: only what the intake relies on is checked, the rest is Telegram's word.
const UpdateShape = z.looseObject({ update_id: z.int().min(0) });

/** The update of a webhook request. The secret is compared first, in constant time, and nothing is parsed without it. */
export function readWebhook(request: {
  expected: string | undefined;
  given: string;
  rawBody: string;
}): { update: Update } | Exclude<WebhookAnswer, 'accepted' | 'unknown_bot'> {
  const isGenuine = equalInConstantTime(request.given, request.expected ?? '');
  if (!isGenuine || !request.expected) return 'bad_secret';
  const parsed = UpdateShape.safeParse(parseJson(request.rawBody));
  return parsed.success ? { update: asUpdate(parsed.data) } : 'bad_body';
}

// The sender is proven to be Telegram by the secret, so the shape is Telegram's own.
function asUpdate(value: z.output<typeof UpdateShape>): Update {
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
