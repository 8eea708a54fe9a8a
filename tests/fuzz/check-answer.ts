import { asObject } from '#api/docs/json.ts';
import type { FuzzOperation, FuzzRequest } from '#tests/fuzz/requests.ts';

/** Stands in every name of the other organization and in no request. */
export const canary = 'Canary7f3eOfTheOthers';

/** After so long an answer counts as a hang. */
export const slowMs = 5_000;

export interface FuzzAnswer {
  status: number;
  text: string;
  requestId: string | null;
  elapsedMs: number;
}

const innards =
  /\n\s+at .+:\d+:\d+|node_modules|PrismaClient|\.ts:\d+|\b(?:select|insert into|update|delete from)\s+["\w.]+.{0,200}\b(?:from|where|values|set)\b\s+["$\w(]|syntax error at or near|violates \w+ (?:key )?constraint/is;

/** What is wrong with an answer, in a few words each. */
export function problemsOf({ operation }: FuzzOperation, request: FuzzRequest, answer: FuzzAnswer): string[] {
  const { status, text } = answer;
  const problems: string[] = [];
  const isPlanned = operation['x-not-implemented'] === true;
  if (status === 501 && !isPlanned) problems.push('501 where nothing is marked as planned');
  else if (status >= 500 && status !== 501 && !isTold(operation, status)) problems.push(`answered ${status}`);
  if (text.includes(canary)) problems.push('showed a record of another organization');
  if (answer.elapsedMs > slowMs) problems.push(`took longer than ${slowMs / 1_000} s`);
  if (status < 400 || request.method === 'HEAD') return problems;
  if (innards.test(text)) problems.push('showed a stack trace or SQL');
  if (!hasErrorShape(answer)) problems.push('refused in another shape');
  return problems;
}

/** Whether the document promises this failure of a service behind the route; 500 is never promised. */
function isTold(operation: FuzzOperation['operation'], status: number): boolean {
  return status !== 500 && asObject(operation['responses'])[String(status)] !== undefined;
}

function hasErrorShape({ text, requestId }: FuzzAnswer): boolean {
  try {
    const body = asObject(JSON.parse(text));
    // Readiness has its own answer, also when it is no good news.
    if (body['ready'] === false) return true;
    return typeof body['code'] === 'string' && typeof body['message'] === 'string' && body['requestId'] === requestId;
  } catch {
    return false;
  }
}
