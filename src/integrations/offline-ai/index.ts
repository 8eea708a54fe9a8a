import { setTimeout as pause } from 'node:timers/promises';
import type { Llm, LlmUsage } from '#domain/ports/llm.ts';
import { analyzeOffline } from '#integrations/offline-ai/call/analyze-call.ts';
import { composeReply } from '#integrations/offline-ai/reply/compose-reply.ts';

const engine = 'offline';
const free: LlmUsage = { inputTokens: 0, outputTokens: 0, costMicros: 0 };
const wordsAtOnce = 4;

/**
 * The model's port without a model: patterns, counts and word lists for Russian and English. It signs its results as
 * `offline`. `chunkDelayMs` paces the streamed reply, so that it grows before the reader's eyes.
 */
export function createOfflineLlm(options: { chunkDelayMs?: number } = {}): Llm {
  const chunkDelayMs = options.chunkDelayMs ?? 40;
  return {
    engine,
    async analyzeCall(input) {
      return { value: analyzeOffline(input), engine, usage: free };
    },
    async draftReply(input, onText) {
      const text = composeReply(input);
      const words = [...text.matchAll(/\S+/g)];
      for (let count = wordsAtOnce; count < words.length; count += wordsAtOnce) {
        onText(text.slice(0, words[count]?.index).trimEnd());
        await pause(chunkDelayMs);
      }
      onText(text);
      return { value: text, engine, usage: free };
    },
    async test() {
      return {
        ok: true,
        message: 'No model is connected; the built-in offline engine is used.',
        details: { model: engine },
      };
    },
  };
}
