import { clocksOf, readHour, withMarker } from '#domain/phrases/parse-hour.ts';
import type { Hour } from '#domain/phrases/parse-hour.ts';
import { readDate } from '#domain/phrases/parse-day.ts';
import { readNumber } from '#domain/phrases/parse-number.ts';
import { readSpoken } from '#domain/phrases/parse-spoken-time.ts';
import { englishCounted } from '#domain/phrases/when-words-en.ts';
import { russianCounted } from '#domain/phrases/when-words-ru.ts';
import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { Found, Reading } from '#domain/phrases/when-facts.ts';

/** A time of the day: "в 10", "к 18:00", "at half past two", "без четверти пять", "3pm", "с 10 до 12" (its start). */
export function readTime(reading: Reading, at: number): Found | null {
  const { tokens } = reading;
  let place = at;
  const isBetween = senseAt(tokens, place, 'between') !== null;
  const isBefore = (spot: number) =>
    senseAt(tokens, spot, 'at', 'by', 'after', 'about', 'from', 'between', 'loose', 'on', 'to') !== null &&
    senseAt(tokens, spot, 'num', 'unit') === null;
  let kinds = '';
  while (place < at + 4 && isBefore(place)) {
    kinds += ` ${tokens[place]?.senses.map(({ kind }) => kind).join(' ')}`;
    place += 1;
  }
  // A single "с" is a second to the table, and a preposition here.
  if (place === at && tokens[place]?.plain === 'с') {
    kinds = ' from';
    place += 1;
  }
  const hasPreposition = / (?:at|by|after|about|from|between)/.test(kinds);
  const spoken = readSpoken(reading, place);
  if (spoken) return ranged(reading, spoken, kinds);
  if (hasPreposition && /^(?:час|часу)$/.test(tokens[place]?.plain ?? '')) {
    const hour = withMarker(reading, { hour: 1, minute: 0, isExact: false, hasUnit: true, to: place + 1 });
    if (!readNumber(tokens, hour.to) && !senseAt(tokens, at - 1, 'num') && tokens[at - 1]?.kind !== 'other')
      return found(hour);
  }
  const isDotted = / (?:at|about)/.test(kinds) || followsDay(reading, at);
  const hour = readHour(reading, place, isDotted);
  // "до 20 ноября" is a day.
  const isDate = hour !== null && tokens[place]?.kind !== 'pair' && isDayOfMonth(reading, place, hour.to);
  if (!hour || isDate) return null;
  const end = readRange(reading, hour, isBetween || / from/.test(kinds));
  // "nine thirty tomorrow": two numbers in words before a day.
  const isPaired =
    !/\d/.test(tokens[place]?.plain ?? '') && hour.minute > 0 && senseAt(tokens, hour.to, 'day', 'weekday') !== null;
  const isSure = hour.isPlain || end?.isPlain === true || isPaired;
  const follows = followsDay(reading, at);
  const isRangeSaid = end !== null && (hasPreposition || follows || senseAt(tokens, end.to, 'day', 'weekday') !== null);
  if (!isSure && !isRangeSaid && !(hasPreposition || follows)) return null;
  if (isBetween && !end) return null;
  const to = end?.to ?? hour.to;
  if (!hour.isPlain && countsThings(reading, to)) return null;
  // "на 2 часа", "for 2 hours" is how long, not when.
  if (/ on/.test(kinds) && !/ (?:at|by|from|after)/.test(kinds) && !hour.isPlain && !follows) return null;
  return found({ ...merged(hour, end), to });
}

function found(hour: Omit<Hour, 'isPlain' | 'hasUnit'>): Found | null {
  const { marker, isExact, to } = hour;
  const bare = { hour: hour.hour, minute: hour.minute };
  const clocks = clocksOf(bare, marker, isExact);
  if (clocks.length === 0) return null;
  const isBare = marker === null && !isExact && bare.hour <= 12 && bare.hour > 0;
  return { fact: { kind: 'time', clocks, ...(isBare ? { bare } : {}) }, to };
}

/** Whether the words right before name a day, so that a number after them is an hour. */
function followsDay({ tokens }: Reading, at: number): boolean {
  const before = tokens[at - 1]?.plain === ',' || tokens[at - 1]?.plain === '.' ? at - 2 : at - 1;
  return senseAt(tokens, before, 'day', 'weekday', 'tonight', 'part') !== null;
}

/** "в 5 доме", "at 5 locations": the number counts what follows. */
function countsThings({ tokens }: Reading, at: number): boolean {
  const next = tokens[at];
  if (next?.kind !== 'word')
    return next?.kind === 'other' || next?.plain === '%' || (next?.plain === '-' && next.isGlued);
  if (next.senses.length > 0 && !senseAt(tokens, at, 'unit')) return false;
  if (senseAt(tokens, at, 'unit') && !senseAt(tokens, at, 'from', 'in_', 'by', 'to')) return true;
  if (next.isCapital) return /^(?:street|st|avenue|ave|road|rd)$/.test(tokens[at + 1]?.plain ?? '');
  return russianCounted.test(next.plain) || englishCounted.test(next.plain);
}

/** Whether the number begins a date: "20 ноября", and not "eleven, April 7". */
function isDayOfMonth(reading: Reading, at: number, hourEnd: number): boolean {
  const { tokens } = reading;
  const date = readDate(reading, at);
  if (!date || date.to < hourEnd) return false;
  const after = tokens[date.to];
  const isOtherDay = after?.kind === 'int' && (after.numbers[0] ?? 99) <= 31;
  return !isOtherDay || senseAt(tokens, date.to + 1, 'ampm', 'partof', 'unit', 'oclock') !== null;
}

function merged(hour: Hour, end: Hour | null): Hour {
  if (!end || hour.marker !== null || hour.isExact || hour.hour > 12) return hour;
  // "from 2 to 4 pm": both are in the afternoon; "from 10 to 2 pm" begins in the morning, as does "8 to 5".
  const endHour = end.marker === null ? end.hour : (clocksOf(end, end.marker)[0]?.hour ?? end.hour);
  const wraps = hour.hour % 12 >= end.hour % 12 && end.hour % 12 > 0;
  if (wraps && hour.hour >= 6) return { ...hour, isExact: true };
  if (end.marker !== null) return { ...hour, marker: wraps ? 'am' : endHour >= 12 && hour.hour <= 12 ? 'pm' : 'am' };
  if (endHour > 12 && hour.hour >= 7) return { ...hour, isExact: true };
  return hour;
}

function readRange(reading: Reading, hour: Hour, isOpen: boolean): Hour | null {
  const { tokens } = reading;
  const sign = tokens[hour.to]?.plain ?? '';
  const joins = /^[-–—]$/.test(sign) || senseAt(tokens, hour.to, 'to') || (isOpen && senseAt(tokens, hour.to, 'and'));
  return joins ? readHour(reading, hour.to + 1) : null;
}

function ranged(reading: Reading, hour: Hour, kinds: string): Found | null {
  const end = readRange(reading, hour, / (?:from|between)/.test(kinds));
  return found({ ...merged(hour, end), to: end?.to ?? hour.to });
}
