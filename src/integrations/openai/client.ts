import OpenAI from 'openai';
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { z } from 'zod';
import type { AnalyzeCallInput, CallJudgement, DraftReplyInput, Llm, LlmAnswer, LlmUsage } from '#domain/ports/llm.ts';
import type { Egress } from '#platform/egress.ts';
import type { Log } from '#platform/log.ts';
import { testModelConnection } from '#integrations/openai/connection-test.ts';
import { withDeadline } from '#integrations/openai/deadline.ts';
import {
  WireError,
  answerFailure,
  failureOf,
  isAboutResponseFormat,
  toProviderError,
} from '#integrations/openai/failure.ts';
import { judgementSchema, parseJudgement } from '#integrations/openai/judgement-schema.ts';
import { analysisPrompt, replyPrompt } from '#integrations/openai/prompts.ts';
import { addUsage, readUsage } from '#integrations/openai/usage.ts';

export type ModelServerKind = 'openai' | 'openrouter' | 'compatible';

export interface OpenAiOptions {
  apiKey: string;
  /** With the version in it, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  model: string;
  kind: ModelServerKind;
  egress: Egress;
  log: Log;
  /** Told of every answer, also of one that could not be used. */
  onUsage?: (usage: LlmUsage, about: { task: 'analyzeCall' | 'draftReply'; engine: string }) => void;
  /** For tests; by default 90 s for an answer, 45 s of silence and 5 min in all for a stream. */
  timeouts?: { answerMs: number; streamIdleMs: number; streamTotalMs: number };
}

/** How the server is asked for JSON, from best to most widely understood. */
type JsonMode = 'json_schema' | 'json_object' | 'text';

const jsonModes: readonly JsonMode[] = ['json_schema', 'json_object', 'text'];
const defaultTimeouts = { answerMs: 90_000, streamIdleMs: 45_000, streamTotalMs: 300_000 };

const Completion = z.object({
  model: z.string().nullish(),
  usage: z.unknown().optional(),
  error: WireError.nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .nullish(),
});

const Chunk = z.object({
  model: z.string().nullish(),
  usage: z.unknown().optional(),
  error: WireError.nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        delta: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/** A model behind any server that speaks OpenAI's chat completions. */
export function createOpenAiLlm(options: OpenAiOptions): Llm {
  const { model, kind, log, egress } = options;
  const timeouts = options.timeouts ?? defaultTimeouts;
  const openai = new OpenAI({
    apiKey: options.apiKey || 'none',
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeouts.streamTotalMs * 2,
    logLevel: 'off',
    fetch: egress.fetchAs('openai', { timeoutMs: timeouts.streamTotalMs * 2 }),
    ...(kind === 'openrouter' ? { defaultHeaders: { 'X-Title': 'Perezvon' } } : {}),
  });
  let jsonMode: JsonMode = 'json_schema';

  async function analyzeCall(input: AnalyzeCallInput): Promise<LlmAnswer<CallJudgement>> {
    const prompt = analysisPrompt(input);
    const messages: ChatCompletionMessageParam[] = [
      { role: 'system', content: prompt.system },
      { role: 'user', content: prompt.user },
    ];
    const first = await askForJson(messages);
    const judged = parseJudgement(first.text);
    if ('value' in judged) return { value: judged.value, engine: first.engine, usage: first.usage };
    log.info({ engine: first.engine, problem: judged.problem }, 'the model is asked to repair its answer');
    const second = await askForJson([
      ...messages,
      { role: 'assistant', content: first.text },
      {
        role: 'user',
        content: `The answer does not fit the schema: ${judged.problem} Answer again with the corrected JSON only.`,
      },
    ]);
    const repaired = parseJudgement(second.text);
    if ('value' in repaired) {
      return { value: repaired.value, engine: second.engine, usage: addUsage(first.usage, second.usage) };
    }
    throw answerFailure('permanent', 'bad_answer', 'The model twice gave an answer that does not fit the schema.');
  }

  async function askForJson(messages: ChatCompletionMessageParam[]) {
    for (;;) {
      const mode = jsonMode;
      try {
        return await complete(messages, mode);
      } catch (error) {
        const next = jsonModes[jsonModes.indexOf(mode) + 1];
        if (next === undefined || !isAboutResponseFormat(error)) throw toProviderError(error);
        log.info({ model, from: mode, to: next }, 'the model server does not know this form of structured output');
        if (jsonMode === mode) jsonMode = next;
      }
    }
  }

  async function complete(messages: ChatCompletionMessageParam[], mode: JsonMode) {
    const answer: unknown = await withDeadline(
      { totalMs: timeouts.answerMs, idleMs: timeouts.answerMs },
      ({ signal }) =>
        openai.chat.completions.create(
          { model, ...limits(8000), ...extras(true), ...formatOf(mode), messages: withSchema(messages, mode) },
          { signal },
        ),
    );
    const parsed = Completion.safeParse(answer);
    if (!parsed.success)
      throw answerFailure('retryable', 'bad_answer', 'The model server gave an answer that makes no sense.');
    const { choices, error } = parsed.data;
    if (error) throw failureOf(200, error);
    const engine = parsed.data.model ?? model;
    const usage = readUsage(parsed.data.usage);
    options.onUsage?.(usage, { task: 'analyzeCall', engine });
    const choice = choices?.[0];
    checkEnding(choice?.finish_reason, choice?.message.refusal);
    const text = choice?.message.content?.trim() ?? '';
    if (text === '') throw answerFailure('retryable', 'empty', 'The model gave an empty answer.');
    return { text, engine, usage };
  }

  async function draftReply(input: DraftReplyInput, onText: (textSoFar: string) => void): Promise<LlmAnswer<string>> {
    const prompt = replyPrompt(input);
    const limit = { totalMs: timeouts.streamTotalMs, idleMs: timeouts.streamIdleMs };
    try {
      return await withDeadline(limit, async ({ signal, touch }) => {
        const stream = await openai.chat.completions.create(
          {
            model,
            ...limits(4000),
            ...extras(false),
            stream: true,
            stream_options: { include_usage: true },
            messages: [
              { role: 'system', content: prompt.system },
              { role: 'user', content: prompt.user },
            ],
          },
          { signal },
        );
        let text = '';
        let engine = model;
        let usage = readUsage(undefined);
        let refusal = '';
        let ending: string | null = null;
        for await (const raw of stream) {
          touch();
          const chunk = Chunk.parse(raw);
          if (chunk.error) throw failureOf(200, chunk.error);
          engine = chunk.model ?? engine;
          if (chunk.usage != null) usage = readUsage(chunk.usage);
          const choice = chunk.choices?.[0];
          refusal += choice?.delta?.refusal ?? '';
          ending = choice?.finish_reason ?? ending;
          const added = choice?.delta?.content ?? '';
          if (added === '') continue;
          text += added;
          if (text.trim() !== '') onText(text.trim());
        }
        options.onUsage?.(usage, { task: 'draftReply', engine });
        if (signal.aborted) throw answerFailure('retryable', 'timeout', 'The model did not answer in time.');
        if (ending === null) throw answerFailure('retryable', 'cut_off', 'The answer of the model broke off.');
        checkEnding(ending, refusal);
        if (text.trim() === '') throw answerFailure('retryable', 'empty', 'The model gave an empty answer.');
        return { value: text.trim(), engine, usage };
      });
    } catch (error) {
      throw toProviderError(error);
    }
  }

  function limits(maxTokens: number): { max_completion_tokens: number } | { max_tokens: number } {
    return kind === 'openai' ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens };
  }

  /** OpenRouter may otherwise choose a provider that ignores the schema; OpenAI would otherwise keep the conversation. */
  function extras(needsSchema: boolean): { store?: boolean; provider?: object; usage?: object } {
    if (kind === 'openai') return { store: false };
    if (kind === 'compatible') return {};
    return { usage: { include: true }, ...(needsSchema ? { provider: { require_parameters: true } } : {}) };
  }

  return {
    engine: model,
    analyzeCall,
    draftReply,
    test: () => testModelConnection(openai, { model, kind, baseUrl: options.baseUrl }),
  };
}

function formatOf(mode: JsonMode): Pick<ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  if (mode === 'text') return {};
  if (mode === 'json_object') return { response_format: { type: 'json_object' } };
  return {
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'call_judgement', strict: true, schema: judgementSchema },
    },
  };
}

function withSchema(messages: ChatCompletionMessageParam[], mode: JsonMode): ChatCompletionMessageParam[] {
  if (mode === 'json_schema') return messages;
  return [
    ...messages.slice(0, 1),
    {
      role: 'system',
      content: `The answer is one JSON object of this JSON schema:\n${JSON.stringify(judgementSchema)}`,
    },
    ...messages.slice(1),
  ];
}

function checkEnding(finishReason: string | null | undefined, refusal: string | null | undefined): void {
  if (refusal) throw answerFailure('permanent', 'refused', 'The model refused to answer.');
  switch (finishReason) {
    case 'length':
      throw answerFailure('permanent', 'too_long', 'The answer of the model did not fit its length limit.');
    case 'content_filter':
      throw answerFailure('permanent', 'content_filter', 'The model provider filtered the answer out.');
    case 'error':
      throw answerFailure('retryable', 'server_error', 'The model provider failed while answering.');
    default:
  }
}
