import { DateTime } from 'luxon';
import { readDate, readNamedDay, readWeekday } from '#domain/phrases/parse-day.ts';
import { readEdge, readNth, readPeriod } from '#domain/phrases/parse-period.ts';
import { readShift } from '#domain/phrases/parse-shift.ts';
import { readPart } from '#domain/phrases/parse-part.ts';
import { readTime } from '#domain/phrases/parse-time.ts';
import { resolveFacts } from '#domain/phrases/resolve-when.ts';
import { senseAt, tokensOf } from '#domain/phrases/when-tokens.ts';
import type { Token } from '#domain/phrases/when-tokens.ts';
import type { Fact, Found, Reading, Why } from '#domain/phrases/when-facts.ts';

/** A moment that a text may mean. Without a time `at` is the start of the day in the owner's zone. */
export interface WhenCandidate {
  at: Date;
  hasTime: boolean;
  why: Why;
}

/** What a text says about when, and the rest of it. */
export type When =
  | { kind: 'exact'; at: Date; hasTime: boolean; matched: string; rest: string }
  | { kind: 'ambiguous'; candidates: WhenCandidate[]; matched: string; rest: string }
  | { kind: 'none' };

const longestText = 500;
const rules = [readShift, readDate, readWeekday, readEdge, readNth, readPeriod, readNamedDay, readTime, readPart];

/**
 * Finds when a sentence says that something is to be done, in Russian or English, in any word order: "позвонить Козлову завтра в
 * 10", "next Friday afternoon call Ann". What may mean several moments is `ambiguous`, the likeliest first; nothing that is over is
 * ever returned. Only the first 500 characters count.
 */
export function parseWhen(text: string, options: { now: Date; timeZone: string; language?: 'ru' | 'en' }): When {
  const shown = text.normalize('NFC').slice(0, longestText);
  const now = DateTime.fromJSDate(options.now, { zone: options.timeZone });
  const language = options.language ?? (/\p{Script=Cyrillic}/u.test(shown) ? 'ru' : 'en');
  const tokens = tokensOf(shown);
  const spans = scan({ tokens, now, today: now.startOf('day'), language });
  const told = spans.flatMap(({ facts }) => facts);
  const candidates = resolveFacts(told, now);
  const [first] = candidates;
  if (!first) return { kind: 'none' };
  const used = spans.filter(({ facts }) => facts.some(({ kind }) => kind !== 'past'));
  const { matched, rest } = split(shown, tokens, used);
  const isSure = candidates.length === 1 && first.why !== 'passed' && first.why !== 'repeats';
  if (isSure) return { kind: 'exact', at: first.at.toJSDate(), hasTime: first.hasTime, matched, rest };
  return {
    kind: 'ambiguous',
    candidates: candidates.map(({ at, hasTime, why }) => ({ at: at.toJSDate(), hasTime, why })),
    matched,
    rest,
  };
}

interface Span {
  from: number;
  to: number;
  facts: Fact[];
}

/** Every fact of the text, from left to right; no token is part of two. */
function scan(reading: Reading): Span[] {
  const { tokens } = reading;
  const spans: Span[] = [];
  let free = 0;
  for (let at = 0; at < tokens.length;) {
    const found = at >= free ? longest(reading, at) : null;
    if (!found) {
      at += 1;
      continue;
    }
    const from = withWordsBefore(tokens, at, free);
    spans.push({ from, to: found.to, facts: found.also ? [found.fact, found.also] : [found.fact] });
    free = found.to;
    at = found.to;
  }
  return withoutPastTimes(spans);
}

/** Of what begins at a place, what takes the most words; of equals the earlier rule. */
function longest(reading: Reading, at: number): Found | null {
  let best: Found | null = null;
  for (const rule of rules) {
    const found = rule(reading, at);
    if (found && found.to > (best?.to ?? at)) best = found;
  }
  return best;
}

/** A time right beside a day that is over belongs to it: "звонил вчера в 10, перезвонить завтра". */
function withoutPastTimes(spans: Span[]): Span[] {
  return spans.filter((span, place) => {
    const isTime = span.facts.every(({ kind }) => kind === 'time' || kind === 'part');
    const near = [spans[place - 1], spans[place + 1]].find(
      (other) =>
        other !== undefined &&
        other.facts.some(({ kind }) => kind === 'past') &&
        (other.to === span.from || span.to === other.from),
    );
    return !(
      isTime &&
      near &&
      spans.some(({ facts }) => facts.some(({ kind }) => kind === 'day' || kind === 'instant'))
    );
  });
}

/** Prepositions and fillers before a date belong to it: "не позднее", "где-то в", "by the". */
function withWordsBefore(tokens: readonly Token[], at: number, free: number): number {
  let from = at;
  while (from > free && at - from < 5) {
    const before = tokens[from - 1];
    const isDash = before?.plain === '-' && from - 2 >= free && senseAt(tokens, from - 2, 'about') !== null;
    const isHours =
      senseAt(tokens, from - 1, 'unit')?.name === 'hour' &&
      senseAt(tokens, from, 'at', 'by') !== null &&
      !senseAt(tokens, from - 2, 'num') &&
      tokens[from - 2]?.kind !== 'int';
    const belongs =
      senseAt(tokens, from - 1, 'at', 'by', 'after', 'about', 'on', 'in_', 'the', 'loose', 'from', 'to') ??
      (before?.plain === '~' ||
        isDash ||
        isHours ||
        before?.plain === 'с' ||
        before?.plain === 'под' ||
        before?.plain === 'ближе' ||
        null);
    if (!belongs) break;
    from -= 1;
  }
  return from;
}

function split(text: string, tokens: readonly Token[], spans: Span[]): { matched: string; rest: string } {
  const matched: string[] = [];
  let rest = '';
  let done = 0;
  for (const { from, to } of spans) {
    const begin = tokens[from]?.from ?? 0;
    const end = tokens[to - 1]?.to ?? begin;
    matched.push(text.slice(begin, end));
    rest += `${text.slice(done, begin)} `;
    done = end;
  }
  rest += text.slice(done);
  return { matched: matched.join(' '), rest: tidy(rest) };
}

function tidy(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/ ([,.;:!?])/gu, '$1')
    .replace(/([,;:])(?:[,;:])+/gu, '$1')
    .replace(/^[\s,.;:!?–—-]+|[\s,;:–—-]+$/gu, '')
    .trim();
}
