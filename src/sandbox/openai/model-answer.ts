import { findInjectedOrders } from './attacker.ts';
import { readConversation } from './conversation-reader.ts';
import { judgeConversation } from './judge-conversation.ts';
import { answerSchema } from './schema-answer.ts';
import type { AnswerMaterial } from './schema-answer.ts';
import type { ModelMode, OpenAiFaultKind, ScriptedAnswer } from './sim-schemas.ts';
import { draftReply } from './string-answer.ts';

/** A request of either API, reduced to what an answer depends on. */
export type ModelRequest = {
  model: string;
  instructions: string;
  prompt: string;
  /** JSON schema that the answer must satisfy, if the request asks for one. */
  schema: unknown;
  wantsJson: boolean;
  toolNames: string[];
};

export type FinishReason = 'stop' | 'length' | 'content_filter' | 'tool_calls';

export type ModelAnswer = {
  text: string;
  refusal: string | null;
  toolCalls: { id: string; name: string; arguments: string }[];
  finish: FinishReason;
  inputTokens: number;
  outputTokens: number;
};

const CHARACTERS_PER_TOKEN = 4;

/** Decides the answer: the scripted one if there is one, else made from the prompt; faults of the answer stage change it last. */
export function answerModel(
  request: ModelRequest,
  mode: ModelMode,
  scripted: ScriptedAnswer | undefined,
  fault: OpenAiFaultKind | undefined,
): ModelAnswer {
  const material = gather(request, mode);
  const toolCalls = (scripted?.toolCalls ?? obeyedTools(request, material)).map((call, index) => ({
    id: `call_sandbox_${index}`,
    name: call.name,
    arguments: JSON.stringify(call.arguments),
  }));
  let text = scripted ? scriptedText(scripted) : ownText(request, material);
  let refusal = scripted?.refusal ?? null;
  let finish: FinishReason = scripted?.finishReason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop');
  if (toolCalls.length > 0) text = '';
  if (fault === 'refusal') refusal = "I'm sorry, I can't assist with that request.";
  if (fault === 'length') finish = 'length';
  if (fault === 'content_filter') finish = 'content_filter';
  if (finish === 'length' || finish === 'content_filter') text = text.slice(0, Math.ceil(text.length / 2));
  if (fault === 'invalid_json') text = `Sure, here is the JSON: ${text.slice(0, -1)}`;
  if (fault === 'wrong_schema') text = JSON.stringify({ unexpected: true });
  if (refusal !== null) text = '';
  return {
    text,
    refusal,
    toolCalls,
    finish,
    inputTokens: Math.ceil((request.instructions.length + request.prompt.length) / CHARACTERS_PER_TOKEN),
    outputTokens: Math.max(1, Math.ceil((text.length + (refusal?.length ?? 0)) / CHARACTERS_PER_TOKEN)),
  };
}

function gather(request: ModelRequest, mode: ModelMode): AnswerMaterial {
  const utterances = readConversation(request.prompt);
  return {
    prompt: request.prompt,
    utterances,
    judgement: judgeConversation(request.prompt, utterances),
    listedKeys: listedKeys(`${request.instructions}\n${request.prompt}`),
    ranges: statedRanges(request.instructions),
    obeyed: mode === 'obey_attacker' ? findInjectedOrders(request.prompt) : [],
  };
}

/** Keys of a list below the heading "Criteria:", or of any list when there is no such heading. */
function listedKeys(text: string): string[] {
  const list = /^\s*criteria:\s*$([\s\S]*)/im.exec(text)?.[1] ?? text;
  return [...list.matchAll(/^\s*[-*]\s*[`"]?([a-z][a-zA-Z0-9_.-]{2,40})[`"]?\s*[:—–-]\s/gm)].map(
    (found) => found[1] ?? '',
  );
}

/** Ranges that the instructions give to a field in words, such as "score 0 … 10", where the schema may not say them. */
function statedRanges(instructions: string): Map<string, [low: number, high: number]> {
  const found = instructions.matchAll(/`?\b([a-z]\w+)`?\s*\(?(-?\d+(?:\.\d+)?)\s*…\s*(-?\d+(?:\.\d+)?)/gi);
  return new Map([...found].map(([, name = '', low, high]) => [name, [Number(low), Number(high)]]));
}

function scriptedText(scripted: ScriptedAnswer): string {
  return scripted.text ?? (scripted.json === undefined ? '' : JSON.stringify(scripted.json));
}

function ownText(request: ModelRequest, material: AnswerMaterial): string {
  if (request.schema !== undefined) return JSON.stringify(answerSchema(request.schema, material));
  if (request.wantsJson) return JSON.stringify({ answer: draftReply(material) });
  return material.obeyed.length > 0 ? material.obeyed.join(' ') : draftReply(material);
}

/** The obedient victim calls each tool that an order in the transcript names. */
function obeyedTools(
  request: ModelRequest,
  material: AnswerMaterial,
): { name: string; arguments: Record<string, unknown> }[] {
  return request.toolNames
    .filter((name) => material.obeyed.some((order) => order.includes(name)))
    .map((name) => ({ name, arguments: {} }));
}
