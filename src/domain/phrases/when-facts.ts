import type { DateTime } from 'luxon';
import type { Token } from '#domain/phrases/when-tokens.ts';

/** Why a moment is among the candidates; the bot puts it into words. */
export type Why =
  | 'said'
  | 'morning'
  | 'afternoon'
  | 'dayFirst'
  | 'monthFirst'
  | 'today'
  | 'nextWeek'
  | 'thisWeek'
  | 'passed'
  | 'vague'
  | 'another'
  | 'repeats';

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
export type DayPart = 'morning' | 'day' | 'evening' | 'night';

export interface DayReading {
  day: DateTime;
  why: Why;
}

/** A time of the day; hour 24 is midnight at its end. */
export interface ClockReading {
  hour: number;
  minute: number;
  why: Why;
}

/** An hour that was said without telling the halves of the day apart. */
export interface BareHour {
  hour: number;
  minute: number;
}

/** One thing that a part of the text says about time. */
export type Fact =
  | { kind: 'instant'; moments: DateTime[] }
  | { kind: 'day'; days: DayReading[]; weekday?: number; week?: DateTime; month?: DateTime; dayNumber?: number }
  | { kind: 'time'; clocks: ClockReading[]; bare?: BareHour }
  | { kind: 'part'; part: DayPart; hour: number }
  | { kind: 'past' };

/** What a rule found: the facts' words are the tokens from where it began up to `to`. */
export interface Found {
  fact: Fact;
  /** A second fact that the same words say: "tonight" is a day and a part of it. */
  also?: Fact;
  to: number;
}

/** What the rules read with. */
export interface Reading {
  tokens: readonly Token[];
  now: DateTime;
  /** The day of `now` at its start, in the owner's zone. */
  today: DateTime;
  language: 'ru' | 'en';
}
