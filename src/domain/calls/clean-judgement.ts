import type { CallJudgement } from '#domain/ports/llm.ts';
import type { Spoken } from '#domain/calls/metrics.ts';
import { isQuoted } from '#domain/calls/quotes.ts';

const mostTopics = 5;
const mostWords = 120;
const mostItems = 10;

/**
 * A model's judgement as it may be shown: lists and the summary within their limits, and of objections and scores only
 * those whose quote really is in the transcript, in a turn of that speaker.
 */
export function cleanJudgement(judgement: CallJudgement, segments: readonly Spoken[]): CallJudgement {
  return {
    sentiment: judgement.sentiment,
    sentimentScore: Math.min(1, Math.max(-1, judgement.sentimentScore)),
    language: judgement.language.slice(0, 20),
    intent: judgement.intent === null ? null : shorten(judgement.intent.trim(), 300) || null,
    topics: unique(judgement.topics, 60).slice(0, mostTopics),
    summary: firstWords(judgement.summary, mostWords),
    actionItems: unique(judgement.actionItems, 300).slice(0, mostItems),
    objections: judgement.objections
      .filter((objection) => isQuoted(objection.quote, 'A', segments))
      .slice(0, mostItems),
    scorecard: uniqueBy(
      judgement.scorecard.filter((score) => isQuoted(score.quote, score.speaker, segments)),
      (score) => score.criterion,
    ).slice(0, mostItems),
  };
}

/** At most `limit` words of a text; a cut one ends with an ellipsis. */
export function firstWords(text: string, limit: number): string {
  const words = text.trim().split(/\s+/u).filter(Boolean);
  return words.length <= limit ? words.join(' ') : `${words.slice(0, limit).join(' ')}…`;
}

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

function unique(texts: string[], limit: number): string[] {
  return uniqueBy(
    texts.map((text) => shorten(text.trim(), limit)).filter((text) => text !== ''),
    (text) => text.toLowerCase(),
  );
}

function uniqueBy<T>(items: T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed();
}
