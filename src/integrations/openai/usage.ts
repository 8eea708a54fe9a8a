import { z } from 'zod';
import type { LlmUsage } from '#domain/ports/llm.ts';

const count = z.number().int().nonnegative().catch(0);

/** `cost` in US dollars is said by OpenRouter only. */
const WireUsage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  cost: z.number().nonnegative().nullish().catch(null),
});

/** What an answer cost; zeros when the server does not say. */
export function readUsage(usage: unknown): LlmUsage {
  const parsed = WireUsage.safeParse(usage);
  if (!parsed.success) return { inputTokens: 0, outputTokens: 0, costMicros: null };
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens, cost } = parsed.data;
  return { inputTokens, outputTokens, costMicros: cost == null ? null : Math.round(cost * 1_000_000) };
}

/** The usage of two requests that made one answer. */
export function addUsage(a: LlmUsage, b: LlmUsage): LlmUsage {
  const costs = [a.costMicros, b.costMicros].filter((cost) => cost !== null);
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costMicros: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
  };
}
