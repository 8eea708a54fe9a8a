import type { StreamEvent } from './event-stream.ts';
import { splitIntoPieces } from './event-stream.ts';
import type { ModelAnswer } from './model-answer.ts';

export type ChatReply = { id: string; model: string; createdSec: number; answer: ModelAnswer };

/** Renders a chat completion. */
export function toChatCompletion({ id, model, createdSec, answer }: ChatReply): Record<string, unknown> {
  return {
    id,
    object: 'chat.completion',
    created: createdSec,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: answer.refusal === null && answer.toolCalls.length === 0 ? answer.text : null,
          refusal: answer.refusal,
          annotations: [],
          ...(answer.toolCalls.length > 0 ? { tool_calls: answer.toolCalls.map(toToolCall) } : {}),
        },
        logprobs: null,
        finish_reason: answer.finish,
      },
    ],
    usage: toUsage(answer),
    service_tier: 'default',
    system_fingerprint: 'fp_sandbox',
  };
}

/** Renders the chunks of a streamed chat completion, `[DONE]` included. */
export function toChatChunks(reply: ChatReply, includesUsage: boolean): StreamEvent[] {
  const { answer } = reply;
  const chunk = (choices: unknown[], extra: Record<string, unknown> = {}): string =>
    JSON.stringify({
      id: reply.id,
      object: 'chat.completion.chunk',
      created: reply.createdSec,
      model: reply.model,
      choices,
      ...(includesUsage ? { usage: null } : {}),
      ...extra,
    });
  const choice = (delta: Record<string, unknown>, finish: string | null = null) => [
    { index: 0, delta, logprobs: null, finish_reason: finish },
  ];
  const events: StreamEvent[] = [{ data: chunk(choice({ role: 'assistant', content: '', refusal: null })) }];
  for (const piece of splitIntoPieces(answer.text))
    events.push({ data: chunk(choice({ content: piece })), isText: true });
  for (const piece of splitIntoPieces(answer.refusal ?? '')) {
    events.push({ data: chunk(choice({ refusal: piece })), isText: true });
  }
  answer.toolCalls.forEach((call, index) =>
    events.push({ data: chunk(choice({ tool_calls: [{ index, ...toToolCall(call) }] })) }),
  );
  events.push({ data: chunk(choice({}, answer.finish)) });
  if (includesUsage) events.push({ data: chunk([], { usage: toUsage(answer) }) });
  events.push({ data: '[DONE]' });
  return events;
}

function toToolCall(call: ModelAnswer['toolCalls'][number]): Record<string, unknown> {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}

function toUsage(answer: ModelAnswer): Record<string, unknown> {
  return {
    prompt_tokens: answer.inputTokens,
    completion_tokens: answer.outputTokens,
    total_tokens: answer.inputTokens + answer.outputTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}
