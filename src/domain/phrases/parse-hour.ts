import { englishCounted } from '#domain/phrases/when-words-en.ts';
import { russianCounted } from '#domain/phrases/when-words-ru.ts';
import { readNumber, readOrdinal } from '#domain/phrases/parse-number.ts';
import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { BareHour, ClockReading, DayPart, Reading } from '#domain/phrases/when-facts.ts';

type Marker = DayPart | 'am' | 'pm';

/** What "5" or "17:30" may mean; a marker such as "вечера" or "pm" settles it. Nothing when no clock shows it. */
export function clocksOf(bare: BareHour, marker: Marker | null, isExact = false): ClockReading[] {
  const { hour, minute } = bare;
  const at = (hours: number, why: ClockReading['why'] = 'said'): ClockReading => ({ hour: hours, minute, why });
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return [];
  if (hour > 12 || hour === 0) return [at(hour)];
  switch (marker) {
    case 'am':
    case 'morning':
      return [at(hour === 12 ? 0 : hour)];
    case 'pm':
      return [at(hour === 12 ? 12 : hour + 12)];
    case 'day':
      return [at(hour >= 9 ? hour : hour + 12)];
    case 'evening':
      return hour === 12 ? [at(24)] : [at(hour + 12)];
    case 'night':
      // Twelve at night of a day is its beginning to some and its end to others.
      if (hour === 12) return [at(24), at(0)];
      return [at(hour <= 5 ? hour : hour + 12)];
    case null:
      break;
  }
  if (isExact || hour >= 9) return [at(hour)];
  const morning = at(hour, 'morning');
  const afternoon = at(hour + 12, 'afternoon');
  // In working hours both halves are likely from eight on, before that the afternoon comes first.
  return hour === 8 ? [morning, afternoon] : [afternoon, morning];
}

/** An hour as it was read. */
export interface Hour extends BareHour {
  marker: Marker | null;
  /** Told apart by its writing: "05:00", "17:00". */
  isExact: boolean;
  /** Something besides the number says that it is a time. */
  isPlain: boolean;
  hasUnit: boolean;
  to: number;
}

/** An hour in digits or words with its minutes and its half of the day. */
export function readHour(reading: Reading, at: number, isDotted = true): Hour | null {
  const { tokens, language } = reading;
  const token = tokens[at];
  if (token?.kind === 'pair') {
    const [hour = 99, minute = 99] = token.numbers;
    const isClock = token.sign === ':' || (token.sign === '.' && /^\d{1,2}\.\d{2}$/.test(token.plain));
    if (!isClock || hour > 24 || minute > 59) return null;
    // "до 01.12" is a day, "до 16.00" cannot be one.
    if (token.sign === '.' && !isDotted && minute >= 1 && minute <= 12 && hour >= 1) return null;
    const to = senseAt(tokens, at + 1, 'unit')?.name === 'hour' ? at + 2 : at + 1;
    const isExact = token.plain.startsWith('0') || (hour >= 8 && hour !== 12) || hour === 12;
    const dotted = token.sign === '.' && senseAt(tokens, to, 'unit', 'month') !== null;
    return dotted ? null : withMarker(reading, { hour, minute, isExact, hasUnit: true, to });
  }
  const number = readNumber(tokens, at);
  if (!number || (readOrdinal(tokens, at)?.to ?? 0) > number.to) return null;
  const dashed = tokens[number.to + 1];
  // "14-30": no hour of a range.
  const isDashed =
    number.isDigits && tokens[number.to]?.plain === '-' && dashed?.isGlued === true && dashed.kind === 'int';
  if (isDashed && /^(?:00|2[5-9]|[345]\d)$/.test(dashed.plain) && number.n < 24) {
    const isExact = number.hasZero || number.n >= 8;
    const minute = dashed.numbers[0] ?? 0;
    return withMarker(reading, { hour: number.n, minute, isExact, hasUnit: false, to: number.to + 2 });
  }
  if (number.isDigits && token?.plain.length === 4 && !senseAt(tokens, at + 1, 'yearword')) {
    const isMilitary = language === 'en' || token.plain.startsWith('0');
    const hour = Math.floor(number.n / 100);
    if (!isMilitary || hour > 23 || number.n % 100 > 59) return null;
    const to = senseAt(tokens, at + 1, 'unit')?.name === 'hour' ? at + 2 : at + 1;
    return {
      ...withMarker(reading, { hour, minute: number.n % 100, isExact: true, hasUnit: false, to }),
      isPlain: to > at + 1,
    };
  }
  if (number.n > 24 || (number.isDigits && (token?.plain.length ?? 0) > 2)) return null;
  let { to } = number;
  let minute = 0;
  const unit = senseAt(tokens, to, 'unit', 'clockword');
  const hasUnit =
    senseAt(tokens, to, 'oclock') !== null || (unit !== null && (unit.name === 'hour' || unit.kind === 'clockword'));
  if (hasUnit) to += tokens[to + 1]?.plain === '.' && (tokens[to]?.plain.length ?? 9) <= 2 ? 2 : 1;
  const minutes = readMinutes(reading, to, hasUnit, number.isDigits);
  if (minutes) ({ minute, to } = minutes);
  return withMarker(reading, {
    hour: number.n,
    minute,
    isExact: number.hasZero,
    hasUnit: hasUnit || minutes !== null,
    to,
  });
}

/** "10 30", "десять тридцать", "10 часов 30 минут", "14ч30", "ten fifteen". */
function readMinutes(
  { tokens }: Reading,
  at: number,
  hasUnit: boolean,
  isDigits: boolean,
): { minute: number; to: number } | null {
  const minutes = readNumber(tokens, at);
  if (!minutes || minutes.n > 59) return null;
  const isNamed = senseAt(tokens, minutes.to, 'unit')?.name === 'minute';
  if (isNamed) return { minute: minutes.n, to: minutes.to + 1 };
  if (senseAt(tokens, minutes.to, 'unit', 'month', 'clockword')) return null;
  const isTwoDigits = tokens[at]?.plain.length === 2 && minutes.isDigits;
  if (hasUnit && (isTwoDigits || minutes.n >= 10)) return { minute: minutes.n, to: minutes.to };
  const isPaired = isDigits ? isTwoDigits && minutes.n % 5 === 0 : !minutes.isDigits && minutes.n >= 10;
  const next = tokens[minutes.to];
  const countsNext = next?.kind === 'word' && (russianCounted.test(next.plain) || englishCounted.test(next.plain));
  return isPaired && !countsNext ? { minute: minutes.n, to: minutes.to } : null;
}

/** The half of the day after an hour: "вечера", "p.m.", "in the afternoon". */
export function withMarker({ tokens }: Reading, hour: Omit<Hour, 'marker' | 'isPlain'>): Hour {
  let { to } = hour;
  if (senseAt(tokens, to, 'oclock')) to += 1;
  if (tokens[to]?.plain === '-' && tokens[to + 1]?.plain === 'ish') to += 2;
  const isSharp = (place: number) => /^(?:ровно|точно|sharp|exactly|ish)$/.test(tokens[place]?.plain ?? '');
  if (isSharp(to)) to += 1;
  const half = senseAt(tokens, to, 'ampm');
  let marker: Marker | null = null;
  if (half && !(tokens[to]?.plain === 'am' && tokens[to]?.isGlued === false && tokens[to + 1]?.plain === 'i')) {
    marker = half.name as Marker;
    to += tokens[to]?.plain.includes('.') && tokens[to + 1]?.plain === '.' ? 2 : 1;
  }
  const part = senseAt(tokens, to, 'partof');
  // "3 дня" without its hour may count days; "в 3 дня" is a time by its preposition.
  if (marker === null && part) {
    marker = part.name as Marker;
    to += 1;
  }
  if (marker === null) {
    let place = to;
    while (place < to + 2 && senseAt(tokens, place, 'in_', 'the', 'at', 'through')) place += 1;
    const named = place > to ? senseAt(tokens, place, 'part') : null;
    if (named && /[a-z]/.test(tokens[place]?.plain ?? '')) {
      marker = named.name as Marker;
      to = place + 1;
    }
  }
  if (isSharp(to)) to += 1;
  const isDaysOrNights =
    part !== null && !hour.hasUnit && (part.name === 'day' || part.name === 'night') && marker === part.name;
  const isPlain =
    (marker !== null && !isDaysOrNights) ||
    (hour.hasUnit && tokens[hour.to - 1]?.kind === 'pair') ||
    senseAt(tokens, to - 1, 'oclock') !== null;
  return { ...hour, marker, to, isPlain };
}
