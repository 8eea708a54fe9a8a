import { englishCounted } from '#domain/phrases/when-words-en.ts';
import { russianCounted } from '#domain/phrases/when-words-ru.ts';
import { sensesOf } from '#domain/phrases/when-words.ts';
import { readNumber, readOrdinal } from '#domain/phrases/parse-number.ts';
import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { BareHour, ClockReading, DayPart, Fact, Found, Reading } from '#domain/phrases/when-facts.ts';

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

interface Hour extends BareHour {
  marker: Marker | null;
  /** Told apart by its writing: "05:00", "17:00". */
  isExact: boolean;
  /** Something besides the number says that it is a time. */
  isPlain: boolean;
  hasUnit: boolean;
  to: number;
}

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
  if (!hour) return null;
  const end = readRange(reading, hour, isBetween || / from/.test(kinds));
  const isSure = hour.isPlain || end?.isPlain === true;
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

/** An hour in digits or words with its minutes and its half of the day. */
function readHour(reading: Reading, at: number, isDotted = true): Hour | null {
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
function withMarker({ tokens }: Reading, hour: Omit<Hour, 'marker' | 'isPlain'>): Hour {
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

/** Times in words: "половина третьего", "half past two", "без четверти пять", "twenty to six", "десять минут шестого", "noon". */
function readSpoken(reading: Reading, at: number): Hour | null {
  const { tokens } = reading;
  const plain = tokens[at]?.plain ?? '';
  const make = (hour: number, minute: number, to: number): Hour =>
    withMarker(reading, {
      hour: minute < 0 ? (hour + 11) % 12 || 12 : hour,
      minute: (minute + 60) % 60,
      isExact: false,
      hasUnit: true,
      to,
    });
  const previous = (hour: number) => (hour + 11) % 12 || 12;
  if (senseAt(tokens, at, 'noon') && plain !== 'полдня')
    return { hour: 12, minute: 0, marker: null, isExact: true, isPlain: true, hasUnit: true, to: at + 1 };
  if (senseAt(tokens, at, 'midnight'))
    return { hour: 24, minute: 0, marker: null, isExact: true, isPlain: true, hasUnit: true, to: at + 1 };
  // "полтретьего"
  const glued = /^пол(\p{L}{4,})$/u.exec(plain)?.[1];
  const ofGlued = glued ? sensesOf(glued).find(({ kind }) => kind === 'ord') : undefined;
  if (ofGlued && ofGlued.n <= 12) return make(previous(ofGlued.n), 30, at + 1);
  const start = senseAt(tokens, at, 'article') ? at + 1 : at;
  const isHalf = senseAt(tokens, start, 'half') !== null;
  const isQuarter = senseAt(tokens, start, 'quarterhour') !== null;
  if (isHalf || isQuarter) {
    let place = start + 1;
    if (tokens[place]?.plain === '-') place += 1;
    const minute = isHalf ? 30 : 15;
    const ordinal = readOrdinal(tokens, place);
    if (ordinal && !ordinal.isDigits && ordinal.n <= 12 && !/^(?:first|second|third)$/.test(tokens[place]?.plain ?? ''))
      return make(previous(ordinal.n), minute, ordinal.to);
    return readPastTo(reading, minute, place, make);
  }
  if (senseAt(tokens, at, 'without')) {
    const quarter = senseAt(tokens, at + 1, 'quarterhour') !== null;
    const minutes = quarter ? { n: 15, to: at + 2 } : readNumber(tokens, at + 1);
    if (!minutes || minutes.n > 30) return null;
    const place = senseAt(tokens, minutes.to, 'unit')?.name === 'minute' ? minutes.to + 1 : minutes.to;
    if (/^час(?:а|у)?$/.test(tokens[place]?.plain ?? '')) return make(1, -minutes.n, place + 1);
    const hour = readNumber(tokens, place);
    if (!hour || hour.n > 12 || hour.n < 1) return null;
    return make(hour.n, -minutes.n, senseAt(tokens, hour.to, 'clockword') ? hour.to + 1 : hour.to);
  }
  const number = readNumber(tokens, at);
  if (!number || number.n > 59 || number.n < 1) return null;
  const hasMinutes = senseAt(tokens, number.to, 'unit')?.name === 'minute';
  const place = hasMinutes ? number.to + 1 : number.to;
  const ordinal = readOrdinal(tokens, place);
  if (
    ordinal &&
    !ordinal.isDigits &&
    ordinal.n <= 12 &&
    /(?:его|ого)$/.test(tokens[place]?.plain ?? '') &&
    number.n >= 5 &&
    !senseAt(tokens, ordinal.to, 'month', 'number')
  )
    return make(previous(ordinal.n), number.n, ordinal.to);
  return hasMinutes || !number.isDigits ? readPastTo(reading, number.n, place, make) : null;
}

/** "past two", "to six": the English way to count minutes. */
function readPastTo(
  { tokens }: Reading,
  minute: number,
  at: number,
  make: (hour: number, minute: number, to: number) => Hour,
): Hour | null {
  const isPast = senseAt(tokens, at, 'beyond') !== null;
  const isTo = /^(?:to|till|til|before|of)$/.test(tokens[at]?.plain ?? '');
  if ((!isPast && !isTo) || (isTo && minute > 30)) return null;
  const hour = readNumber(tokens, at + 1);
  if (!hour || hour.n < 1 || hour.n > 12) return null;
  if (senseAt(tokens, hour.to, 'unit') && !senseAt(tokens, hour.to, 'oclock')) return null;
  return make(hour.n, isPast ? minute : -minute, hour.to);
}

function ranged(reading: Reading, hour: Hour, kinds: string): Found | null {
  const end = readRange(reading, hour, / (?:from|between)/.test(kinds));
  return found({ ...merged(hour, end), to: end?.to ?? hour.to });
}

const partHours: Record<DayPart, number> = { morning: 9, day: 14, evening: 18, night: 22 };

/** A part of the day: "утром", "после обеда", "in the evening", "первая половина дня", "first thing". */
export function readPart(reading: Reading, at: number): Found | null {
  const { tokens } = reading;
  const make = (part: DayPart, hour: number, to: number): Found => ({
    fact: { kind: 'part', part, hour } satisfies Fact,
    to,
  });
  const first = senseAt(tokens, at, 'firsthalf');
  const second = senseAt(tokens, at, 'secondhalf');
  if ((first || second) && senseAt(tokens, at + 1, 'half') && senseAt(tokens, at + 2, 'partof')?.name === 'day')
    return first ? make('morning', 10, at + 3) : make('day', 14, at + 3);
  if (tokens[at]?.plain === 'first' && senseAt(tokens, at + 1, 'firstthing')) {
    const morning = senseAt(tokens, at + 2, 'in_') && senseAt(tokens, at + 4, 'part')?.name === 'morning';
    return make('morning', 9, morning ? at + 5 : at + 2);
  }
  const today = senseAt(tokens, at, 'this') ? senseAt(tokens, at + 1, 'part') : null;
  if (today) {
    const day: Fact = { kind: 'day', days: [{ day: reading.today, why: 'said' }] };
    return { ...make(today.name as DayPart, partHours[today.name as DayPart], at + 2), also: day };
  }
  const early = senseAt(tokens, at, 'early') !== null;
  const late = senseAt(tokens, at, 'late') !== null;
  let place = early || late ? at + 1 : at;
  if ((early || late) && senseAt(tokens, place, 'in_', 'at')) place += senseAt(tokens, place + 1, 'the') ? 2 : 1;
  const isBefore =
    senseAt(tokens, at - 1, 'by', 'on', 'from', 'after', 'to', 'at') !== null ||
    tokens[at - 1]?.plain === 'с' ||
    tokens[at - 1]?.plain === 'под';
  const isBesideDay = senseAt(tokens, at - 1, 'day', 'weekday') !== null;
  const part = senseAt(tokens, place, 'part') ?? (isBefore || isBesideDay ? senseAt(tokens, place, 'partof') : null);
  if (part) {
    if (
      senseAt(tokens, at - 1, 'greeting') ||
      senseAt(tokens, at - 1, 'last', 'every') ||
      senseAt(tokens, place + 1, 'ago')
    )
      return null;
    if (part.kind === 'partof' && part.name === 'day') return null;
    const name = part.name as DayPart;
    const hour = partHours[name] + (early ? -1 : late ? (name === 'evening' ? 3 : 2) : 0);
    return make(name, hour, place + 1);
  }
  if (!senseAt(tokens, at, 'lunch')) return null;
  const before = tokens[at - 1]?.plain ?? '';
  if (before === 'после' || before === 'after') return make('day', 14, at + 1);
  if (before === 'до' || before === 'before' || before === 'перед') return make('morning', 11, at + 1);
  if (/^(?:в|к|at|by|over|during|на)$/.test(before) || tokens[at]?.plain === 'lunchtime')
    return make('day', 13, at + 1);
  return null;
}
