/** A stretch of speech: A is the client, B the manager or voice agent; times in milliseconds from the start of the call. */
export interface Spoken {
  speaker: 'A' | 'B';
  startMs: number;
  endMs: number;
  text: string;
}

/** What can be computed from a transcript's times and words alone. Shares are 0 … 1, rounded to three places. */
export interface CallMetrics {
  durationSec: number;
  /** Our side's part of all speech. */
  talkRatio: number;
  clientTalkSec: number;
  ourTalkSec: number;
  longestMonologueSec: number;
  longestMonologueBy: 'A' | 'B' | null;
  clientLongestMonologueSec: number;
  interruptions: { byClient: number; byUs: number };
  silenceSec: number;
  silenceShare: number;
  questions: { byClient: number; byUs: number };
}

/** Speech over the other's by less than this is hearing "yes, yes", not an interruption. */
const overlapMs = 300;
/** A gap of less than this is breathing, not silence. */
const gapMs = 1_000;

/**
 * All metrics of a call.
 * - talkRatio = speech(B) ÷ (speech(A) + speech(B)); 0 when nobody spoke. speech(X) is the length of the union of X's segments.
 * - monologue = segments of one speaker in a row, until the other speaks; its length runs from the first start to the last end.
 * - interruption by X = a segment of X that starts while the other has at least 300 ms left to speak, and lasts 300 ms or more.
 * - silence = sum of the gaps of 1 s and more in the union of all segments, the lead-in included; share = silence ÷ duration.
 * - question by X = sentences that end with "?", or open with a question word of Russian or English and end with no mark.
 */
export function computeMetrics(segments: readonly Spoken[]): CallMetrics {
  const ordered = segments.toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const durationMs = Math.max(0, ...ordered.map((segment) => segment.endMs));
  const clientMs = unionLength(ordered.filter((segment) => segment.speaker === 'A'));
  const ourMs = unionLength(ordered.filter((segment) => segment.speaker === 'B'));
  const monologues = findMonologues(ordered);
  const longest = monologues.toSorted((a, b) => b.lengthMs - a.lengthMs)[0];
  const clientLongestMs = Math.max(0, ...monologues.filter((one) => one.speaker === 'A').map((one) => one.lengthMs));
  const silenceMs = findSilence(ordered);
  return {
    durationSec: seconds(durationMs),
    talkRatio: share(ourMs, clientMs + ourMs),
    clientTalkSec: seconds(clientMs),
    ourTalkSec: seconds(ourMs),
    longestMonologueSec: seconds(longest?.lengthMs ?? 0),
    longestMonologueBy: longest?.speaker ?? null,
    clientLongestMonologueSec: seconds(clientLongestMs),
    interruptions: { byClient: countInterruptions(ordered, 'A'), byUs: countInterruptions(ordered, 'B') },
    silenceSec: seconds(silenceMs),
    silenceShare: share(silenceMs, durationMs),
    questions: { byClient: countQuestions(ordered, 'A'), byUs: countQuestions(ordered, 'B') },
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 1_000;
}

function unionLength(ordered: readonly Spoken[]): number {
  let length = 0;
  let reachedMs = 0;
  for (const { startMs, endMs } of ordered) {
    length += Math.max(0, endMs - Math.max(startMs, reachedMs));
    reachedMs = Math.max(reachedMs, endMs);
  }
  return length;
}

function findSilence(ordered: readonly Spoken[]): number {
  let silenceMs = 0;
  let reachedMs = 0;
  for (const { startMs, endMs } of ordered) {
    if (startMs - reachedMs >= gapMs) silenceMs += startMs - reachedMs;
    reachedMs = Math.max(reachedMs, endMs);
  }
  return silenceMs;
}

function findMonologues(ordered: readonly Spoken[]): { speaker: 'A' | 'B'; lengthMs: number }[] {
  const monologues: { speaker: 'A' | 'B'; startMs: number; endMs: number }[] = [];
  for (const { speaker, startMs, endMs } of ordered) {
    const current = monologues.at(-1);
    if (current?.speaker === speaker) current.endMs = Math.max(current.endMs, endMs);
    else monologues.push({ speaker, startMs, endMs });
  }
  return monologues.map(({ speaker, startMs, endMs }) => ({ speaker, lengthMs: endMs - startMs }));
}

function countInterruptions(ordered: readonly Spoken[], speaker: 'A' | 'B'): number {
  const others = ordered.filter((segment) => segment.speaker !== speaker);
  return ordered.filter(
    (segment) =>
      segment.speaker === speaker &&
      segment.endMs - segment.startMs >= overlapMs &&
      others.some((other) => other.startMs < segment.startMs && other.endMs - segment.startMs >= overlapMs),
  ).length;
}

const questionWord =
  /^(?:а |и |но |так |and |so |but )?(?:кто|что|где|когда|куда|откуда|почему|зачем|сколько|как|какой|какая|какое|какие|каким|чей|разве|неужели|who|what|where|when|why|how|which|whose|do you|does|did|are you|is it|is there|can you|could you|would you|will you|have you)(?![\p{L}])/iu;

function countQuestions(segments: readonly Spoken[], speaker: 'A' | 'B'): number {
  return segments
    .filter((segment) => segment.speaker === speaker)
    .flatMap((segment) => segment.text.match(/[^.!?…]+[.!?…]*/gu) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.includes('?') || (!/[.!…]$/u.test(sentence) && questionWord.test(sentence))).length;
}
