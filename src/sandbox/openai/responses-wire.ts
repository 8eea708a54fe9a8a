import type { StreamEvent } from './event-stream.ts';
import { splitIntoPieces } from './event-stream.ts';
import type { ModelAnswer } from './model-answer.ts';

export type ResponsesReply = { id: string; model: string; createdSec: number; format: unknown; answer: ModelAnswer };

/** Renders a finished (or incomplete) response object. */
export function toResponse(reply: ResponsesReply): Record<string, unknown> {
  const { answer } = reply;
  const isCut = answer.finish === 'length' || answer.finish === 'content_filter';
  const reason = answer.finish === 'length' ? 'max_output_tokens' : 'content_filter';
  return {
    ...skeleton(reply),
    status: isCut ? 'incomplete' : 'completed',
    incomplete_details: isCut ? { reason } : null,
    output: outputItems(reply, isCut ? 'incomplete' : 'completed'),
    usage: {
      input_tokens: answer.inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: answer.outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: answer.inputTokens + answer.outputTokens,
    },
  };
}

/** Renders the events of a streamed response. */
export function toResponseEvents(reply: ResponsesReply): StreamEvent[] {
  const final = toResponse(reply);
  const open = { ...skeleton(reply), status: 'in_progress', incomplete_details: null, output: [], usage: null };
  const events: StreamEvent[] = [];
  const push = (type: string, fields: Record<string, unknown>, isText = false) =>
    void events.push({
      event: type,
      data: JSON.stringify({ type, sequence_number: events.length, ...fields }),
      isText,
    });
  push('response.created', { response: open });
  push('response.in_progress', { response: open });
  if (reply.answer.toolCalls.length > 0) pushToolCalls(reply, push);
  else pushMessage(reply, push);
  push(`response.${String(final['status'])}`, { response: final });
  return events;
}

/** The event with which the real service tells of a failure in the middle of a stream. */
export function toErrorEvent(): StreamEvent {
  const data = {
    type: 'error',
    code: 'server_error',
    message: 'The server had an error.',
    param: null,
    sequence_number: 99,
  };
  return { event: 'error', data: JSON.stringify(data) };
}

type Push = (type: string, fields: Record<string, unknown>, isText?: boolean) => void;

function pushMessage(reply: ResponsesReply, push: Push): void {
  const { answer } = reply;
  const itemId = messageId(reply);
  const isRefusal = answer.refusal !== null;
  const place = { item_id: itemId, output_index: 0, content_index: 0 };
  const emptyPart = isRefusal
    ? { type: 'refusal', refusal: '' }
    : { type: 'output_text', text: '', annotations: [], logprobs: [] };
  const [item] = outputItems(reply, answer.finish === 'stop' ? 'completed' : 'incomplete');
  push('response.output_item.added', {
    output_index: 0,
    item: { id: itemId, type: 'message', status: 'in_progress', role: 'assistant', content: [] },
  });
  push('response.content_part.added', { ...place, part: emptyPart });
  const kind = isRefusal ? 'refusal' : 'output_text';
  const text = answer.refusal ?? answer.text;
  for (const piece of splitIntoPieces(text)) {
    push(`response.${kind}.delta`, { ...place, delta: piece, ...(isRefusal ? {} : { logprobs: [] }) }, true);
  }
  push(`response.${kind}.done`, { ...place, ...(isRefusal ? { refusal: text } : { text, logprobs: [] }) });
  push('response.content_part.done', { ...place, part: contentPart(answer) });
  push('response.output_item.done', { output_index: 0, item });
}

function pushToolCalls(reply: ResponsesReply, push: Push): void {
  outputItems(reply, 'completed').forEach((item, index) => {
    const place = { item_id: item['id'], output_index: index };
    push('response.output_item.added', {
      output_index: index,
      item: { ...item, arguments: '', status: 'in_progress' },
    });
    push('response.function_call_arguments.delta', { ...place, delta: item['arguments'] });
    push('response.function_call_arguments.done', { ...place, name: item['name'], arguments: item['arguments'] });
    push('response.output_item.done', { output_index: index, item });
  });
}

function outputItems(reply: ResponsesReply, status: string): Record<string, unknown>[] {
  const { answer } = reply;
  if (answer.toolCalls.length > 0) {
    return answer.toolCalls.map((call) => ({
      id: `fc_${call.id}`,
      type: 'function_call',
      status: 'completed',
      call_id: call.id,
      name: call.name,
      arguments: call.arguments,
    }));
  }
  return [{ id: messageId(reply), type: 'message', status, role: 'assistant', content: [contentPart(answer)] }];
}

function contentPart(answer: ModelAnswer): Record<string, unknown> {
  if (answer.refusal !== null) return { type: 'refusal', refusal: answer.refusal };
  return { type: 'output_text', text: answer.text, annotations: [], logprobs: [] };
}

function messageId(reply: ResponsesReply): string {
  return `msg_${reply.id.slice(5)}`;
}

function skeleton(reply: ResponsesReply): Record<string, unknown> {
  return {
    id: reply.id,
    object: 'response',
    created_at: reply.createdSec,
    model: reply.model,
    error: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    text: { format: reply.format ?? { type: 'text' } },
    store: false,
  };
}
