import { z } from 'zod';
import { CallJudgement } from '#domain/ports/llm.ts';

type JsonSchema = { [key: string]: unknown };

/** Keywords outside the strict subset that OpenAI and its look-alikes agree on; zod checks them after the answer. */
const dropped: ReadonlySet<string> = new Set(['$schema', 'default', 'format', 'pattern']);

/** The JSON schema of a call judgement in the strict subset: every key required, nothing beyond them. */
export const judgementSchema: JsonSchema = toStrict(z.toJSONSchema(CallJudgement));

function toStrict(schema: unknown): JsonSchema {
  const strict = simplify(schema);
  if (typeof strict !== 'object' || strict === null || Array.isArray(strict))
    throw new TypeError('A schema is an object.');
  return { ...strict };
}

function simplify(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplify);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !dropped.has(key))
      .map(([key, item]) => [key, simplify(item)]),
  );
}

const mostSummaryWords = 120;
const mostTopics = 5;

/**
 * Reads a model's text as a judgement; `problem` says in one line what does not fit, fit to be sent back to the model.
 * Longer summaries and topic lists than promised are cut.
 */
export function parseJudgement(text: string): { value: CallJudgement } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(bareJson(text));
  } catch {
    return { problem: 'The answer is not valid JSON.' };
  }
  const parsed = CallJudgement.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, 8)
      .map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`);
    return { problem: issues.join('; ') };
  }
  const { topics, summary } = parsed.data;
  return {
    value: { ...parsed.data, topics: topics.slice(0, mostTopics), summary: cutToWords(summary, mostSummaryWords) },
  };
}

/** Without the fences and the thinking aloud that some local models put around their JSON. */
function bareJson(text: string): string {
  const spoken = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
  return /^```(?:json)?\s*([\s\S]*?)\s*```$/.exec(spoken)?.[1] ?? spoken;
}

function cutToWords(text: string, most: number): string {
  const words = text.trim().split(/\s+/);
  if (words.length <= most) return text.trim();
  const cut = words.slice(0, most).join(' ');
  const lastStop = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('! '), cut.lastIndexOf('? '));
  return lastStop > cut.length / 2 ? cut.slice(0, lastStop + 1) : cut;
}
