import type { z } from 'zod';
import { parseJsonAnswer } from '#platform/egress.ts';
import type { EgressBytes } from '#platform/egress.ts';
import { failureOfStatus } from '#platform/egress/failure.ts';
import { WireProblem } from '#integrations/retell/wire.ts';

/** Parses a 2xx answer; every other status, and an answer that is not as documented, is a ProviderError. */
export function read<T>(answer: EgressBytes, schema: z.ZodType<T>): T {
  if (answer.status < 200 || answer.status >= 300) {
    throw failureOfStatus(answer.facts, answer.status, answer.headers.get('retry-after'));
  }
  return parseJsonAnswer(answer, schema);
}

/** What Retell says is wrong; empty when it says nothing readable. For decisions, never for messages. */
export function problemOf(answer: EgressBytes): string {
  try {
    return parseJsonAnswer(answer, WireProblem).message;
  } catch {
    return '';
  }
}
