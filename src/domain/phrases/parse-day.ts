import { DateTime } from 'luxon';
import { readNumber, readOrdinal } from '#domain/phrases/parse-number.ts';
import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { DayReading, Found, Reading } from '#domain/phrases/when-facts.ts';

const said = (day: DateTime): DayReading => ({ day, why: 'said' });

/** "завтра", "послезавтра", "the day after tomorrow", "yesterday". */
export function readNamedDay({ tokens, today }: Reading, at: number): Found | null {
  const start = senseAt(tokens, at, 'the') ? at + 1 : at;
  const isAfter = senseAt(tokens, start, 'unit')?.name === 'day' && tokens[start + 1]?.plain === 'after';
  if (isAfter && senseAt(tokens, start + 2, 'day')?.n === 1)
    return { fact: { kind: 'day', days: [said(today.plus({ days: 2 }))] }, to: start + 3 };
  const day = senseAt(tokens, at, 'day');
  if (day) {
    // "сегодняшний день"
    const to = senseAt(tokens, at + 1, 'unit')?.name === 'day' && tokens[at]?.plain.endsWith('й') ? at + 2 : at + 1;
    return { fact: { kind: 'day', days: [said(today.plus({ days: day.n }))] }, to };
  }
  if (senseAt(tokens, at, 'tonight')) {
    const evening = { kind: 'part', part: 'evening', hour: 18 } as const;
    return { fact: { kind: 'day', days: [said(today)] }, also: evening, to: at + 1 };
  }
  if (senseAt(tokens, at, 'past')) return { fact: { kind: 'past' }, to: at + 1 };
  const isLast = senseAt(tokens, at, 'last') && senseAt(tokens, at + 1, 'unit', 'weekday', 'month', 'weekend', 'part');
  return isLast ? { fact: { kind: 'past' }, to: at + 2 } : null;
}

/** "в пятницу", "next Friday", "в эту среду", "every Monday", "Friday week". */
export function readWeekday({ tokens, today, language }: Reading, at: number): Found | null {
  let place = at;
  const every = senseAt(tokens, place, 'every') !== null;
  const next = senseAt(tokens, place, 'next');
  const isThis = senseAt(tokens, place, 'this') !== null;
  const coming = senseAt(tokens, place, 'coming') !== null;
  const last = senseAt(tokens, place, 'last') !== null;
  const hasMod = every || next !== null || isThis || coming || last;
  if (hasMod) place += 1;
  if (isThis && senseAt(tokens, place, 'coming')) place += 1;
  if (tokens[place]?.plain === '.' && hasMod) place += 1;
  const repeated = senseAt(tokens, place, 'everyweekday');
  const weekday = repeated ?? senseAt(tokens, place, 'weekday');
  if (!weekday) return null;
  const token = tokens[place];
  const shortEnglish = /^(?:mon|wed|sat|sun|fri)$/.test(token?.plain ?? '');
  if (shortEnglish && !token?.isCapital && !hasMod && !isInContext(tokens, place)) return null;
  // "the sun", "сб." are no days by themselves; a single Russian "с" is a preposition.
  if (token?.plain === 'sun' && senseAt(tokens, place - 1, 'the')) return null;
  let to = place + 1;
  if (tokens[to]?.plain === '.' && (token?.plain.length ?? 9) <= 5 && to < tokens.length - 1) to += 1;
  if (last) return { fact: { kind: 'past' }, to };
  const ahead = (weekday.n - today.weekday + 7) % 7;
  const nearest = today.plus({ days: ahead === 0 ? 7 : ahead });
  const ofNextWeek = today.startOf('week').plus({ days: 7 + weekday.n - 1 });
  const ofThisWeek = today.startOf('week').plus({ days: weekday.n - 1 });
  const fact = (days: DayReading[]): Found => ({ fact: { kind: 'day', days, weekday: weekday.n }, to });
  if (every || repeated) return fact([{ day: ahead === 0 ? today : nearest, why: 'repeats' }]);
  if (next) {
    const isClose = ahead >= 2 && ofThisWeek > today && language === 'en' && /^next$/.test(tokens[at]?.plain ?? '');
    return fact(
      isClose
        ? [
            { day: ofNextWeek, why: 'nextWeek' },
            { day: ofThisWeek, why: 'thisWeek' },
          ]
        : [said(ofNextWeek)],
    );
  }
  if (isThis) return fact(ofThisWeek >= today ? [said(ofThisWeek)] : [{ day: nearest, why: 'passed' }]);
  if (coming) return fact([said(nearest)]);
  return fact(
    ahead === 0
      ? [
          { day: nearest, why: 'nextWeek' },
          { day: today, why: 'today' },
        ]
      : [said(nearest)],
  );
}

function isInContext(tokens: Reading['tokens'], at: number): boolean {
  return (
    senseAt(tokens, at - 1, 'by', 'on', 'this', 'next', 'from', 'to') !== null ||
    senseAt(tokens, at + 1, 'at', 'part', 'noon', 'next') !== null ||
    tokens[at + 1]?.kind === 'pair' ||
    tokens[at + 1]?.kind === 'int' ||
    tokens.length === 1 ||
    at === 0
  );
}

/** "25 декабря", "Dec 25th, 2027", "25.12", "12/25", "2026-12-25", "1-го числа", "10-12 декабря". */
export function readDate(reading: Reading, at: number): Found | null {
  const { tokens } = reading;
  const token = tokens[at];
  if (token?.kind === 'iso') {
    const [year = 0, month = 0, day = 0, hour, minute] = token.numbers;
    const found = dated(reading, day, month, year);
    if (!found) return null;
    if (hour === undefined || minute === undefined) return { fact: { kind: 'day', days: [found] }, to: at + 1 };
    const moment = found.day.set({ hour, minute });
    return hour < 24 && minute < 60 && found.why === 'said'
      ? { fact: { kind: 'instant', moments: [moment] }, to: at + 1 }
      : { fact: { kind: 'day', days: [found] }, to: at + 1 };
  }
  if (token?.kind === 'pair') return readNumericDate(reading, at);
  return readMonthFirst(reading, at) ?? readDayFirst(reading, at);
}

function readNumericDate(reading: Reading, at: number): Found | null {
  const { tokens, language } = reading;
  const token = tokens[at];
  const [first = 0, second = 0, year] = token?.numbers ?? [];
  if (!token || token.sign === ':' || token.sign === ',') return null;
  // "в 12.10" is a time; "к 12.10" and "12.10" are days; "1.5 часа" is neither.
  const isAfterAt = senseAt(tokens, at - 1, 'at') !== null && year === undefined && token.sign === '.';
  if (isAfterAt && first < 24 && second < 60 && token.plain.length >= 4) return null;
  if (senseAt(tokens, at + 1, 'unit') && !senseAt(tokens, at + 2, 'at', 'by') && year === undefined) return null;
  const isNumbered = /^(?:верси\p{L}*|пункт\p{L}*|п|раздел\p{L}*|форм\p{L}*|v|version|section|release|clause)$/u;
  if (isNumbered.test(tokens[at - 1]?.plain ?? '')) return null;
  if (year === undefined && /^\d\.\d$/.test(token.plain)) return null;
  const dayFirst = dated(reading, first, second, year);
  const monthFirst = token.sign === '/' ? dated(reading, second, first, year) : null;
  let to = at + 1;
  if (senseAt(tokens, to, 'yearword') && year !== undefined) to += tokens[to + 1]?.plain === '.' ? 2 : 1;
  const isOpen = token.sign === '/' && language === 'en' && dayFirst && monthFirst && first !== second;
  if (isOpen) {
    const days: DayReading[] = [
      { ...monthFirst, why: 'monthFirst' },
      { ...dayFirst, why: 'dayFirst' },
    ];
    return { fact: { kind: 'day', days }, to };
  }
  const found = dayFirst ?? monthFirst;
  return found ? { fact: { kind: 'day', days: [found] }, to } : null;
}

/** "Dec 25", "December 3rd, 2027", "декабрь 25". */
function readMonthFirst(reading: Reading, at: number): Found | null {
  const { tokens } = reading;
  const month = senseAt(tokens, at, 'month');
  if (!month) return null;
  let place = at + 1;
  if (tokens[place]?.plain === '.' && (tokens[at]?.plain.length ?? 9) <= 4) place += 1;
  if (senseAt(tokens, place, 'the')) place += 1;
  const day = readOrdinal(tokens, place) ?? (tokens[place]?.kind === 'int' ? readNumber(tokens, place) : null);
  if (!day || day.n < 1 || day.n > 31) return null;
  if (tokens[day.to]?.plain === ':' || senseAt(tokens, day.to, 'ampm', 'clockword')) return null;
  let { to } = day;
  // "Dec 10-12": the first of the days.
  const range = rangeEnd(tokens, to);
  if (range && !senseAt(tokens, range.to, 'ampm', 'partof')) ({ to } = range);
  const year = readYear(tokens, to);
  const found = dated(reading, day.n, month.n, year?.n);
  return found ? { fact: { kind: 'day', days: [found] }, to: year?.to ?? to } : null;
}

function rangeEnd(tokens: Reading['tokens'], at: number): { to: number } | null {
  if (!/^[-–—]$/.test(tokens[at]?.plain ?? '') && !senseAt(tokens, at, 'to')) return null;
  const end = readOrdinal(tokens, at + 1) ?? readNumber(tokens, at + 1);
  return end && end.n <= 31 ? { to: end.to } : null;
}

/** "25 декабря", "двадцать пятого ноября 2027 года", "the 25th of November", "с 10 по 12 декабря", "1-го числа". */
function readDayFirst(reading: Reading, at: number): Found | null {
  const { tokens, today } = reading;
  const start = senseAt(tokens, at, 'the') ? at + 1 : at;
  const ordinal = readOrdinal(tokens, start);
  const day = ordinal ?? readNumber(tokens, start);
  if (!day || day.n < 1 || day.n > 31) return null;
  let place = day.to;
  let isRange = false;
  const range = rangeEnd(tokens, place) ?? (senseAt(tokens, place, 'and') ? rangeAnd(tokens, place) : null);
  if (range && senseAt(tokens, range.to, 'month')) {
    place = range.to;
    isRange = true;
  }
  if (senseAt(tokens, place, 'number') && !isRange) {
    const month = readOtherMonth(reading, place + 1);
    return dayOfMonth(today, day.n, month?.start, month?.to ?? place + 1);
  }
  if (senseAt(tokens, place, 'of')) place += 1;
  const month = senseAt(tokens, place, 'month');
  if (month && !(tokens[place]?.plain === 'may' && !ordinal && !day.isDigits)) {
    let to = place + 1;
    if (tokens[to]?.plain === '.' && (tokens[place]?.plain.length ?? 9) <= 4 && to < tokens.length - 1) to += 1;
    const year = readYear(tokens, to);
    const found = dated(reading, day.n, month.n, year?.n);
    return found ? { fact: { kind: 'day', days: [found] }, to: year?.to ?? to } : null;
  }
  const other = ordinal ? readOtherMonth(reading, place) : null;
  if (ordinal && other) return dayOfMonth(today, day.n, other.start, other.to);
  // "the 25th", "25-го": a bare day of the month, when it is written as one.
  const isWritten = ordinal?.isDigits === true || (start > at && ordinal !== null && ordinal.n > 3);
  const isBefore = senseAt(tokens, at - 1, 'on', 'by', 'after', 'at') !== null;
  // "до двадцатого": a day when the words end, and not "до второго звонка".
  const isLastWord =
    tokens[ordinal?.to ?? 0] === undefined ||
    tokens[ordinal?.to ?? 0]?.kind === 'sign' ||
    senseAt(tokens, ordinal?.to ?? 0, 'at', 'by') !== null;
  const isDeadline =
    senseAt(tokens, at - 1, 'by') !== null && /(?:ого|его|ому|ему)$/.test(tokens[(ordinal?.to ?? 1) - 1]?.plain ?? '');
  if (ordinal && isDeadline && isLastWord) return dayOfMonth(today, ordinal.n, undefined, ordinal.to);
  const noun = tokens[ordinal?.to ?? 0];
  const counts = noun?.kind === 'word' && noun.senses.length === 0 && !isVerbLike(noun.plain) && !isBefore;
  return isWritten && ordinal && !counts && !senseAt(tokens, ordinal.to, 'unit', 'yearword')
    ? dayOfMonth(today, ordinal.n, undefined, ordinal.to)
    : null;
}

function rangeAnd(tokens: Reading['tokens'], at: number): { to: number } | null {
  const end = readOrdinal(tokens, at + 1) ?? readNumber(tokens, at + 1);
  return end && end.n <= 31 ? { to: end.to } : null;
}

function isVerbLike(word: string): boolean {
  return /(?:ть|ться|ти|чь|те|и)$/u.test(word);
}

/** "следующего месяца", "of next month", "of this month". */
function readOtherMonth({ tokens, today }: Reading, at: number): { start: DateTime; to: number } | null {
  let place = senseAt(tokens, at, 'of') ? at + 1 : at;
  if (senseAt(tokens, place, 'the')) place += 1;
  const isNext = senseAt(tokens, place, 'next') !== null;
  if (!isNext && !senseAt(tokens, place, 'this')) return null;
  if (senseAt(tokens, place + 1, 'unit')?.name !== 'month') return null;
  return { start: today.startOf('month').plus({ months: isNext ? 1 : 0 }), to: place + 2 };
}

function dayOfMonth(today: DateTime, day: number, start: DateTime | undefined, to: number): Found | null {
  for (let ahead = 0; ahead < 4; ahead += 1) {
    const month = start ?? today.startOf('month').plus({ months: ahead });
    if (day > (month.daysInMonth ?? 31)) {
      if (start) return null;
      continue;
    }
    const found = month.set({ day });
    if (found >= today) return { fact: { kind: 'day', days: [said(found)], ...(start ? {} : { dayNumber: day }) }, to };
    if (start) return { fact: { kind: 'day', days: [{ day: found.plus({ months: 1 }), why: 'passed' }] }, to };
  }
  return null;
}

/** A year after a date or a month: "2027", "2027 года", "'27", ", 2027". */
export function readYear(tokens: Reading['tokens'], at: number): { n: number; to: number } | null {
  const place = tokens[at]?.plain === ',' ? at + 1 : at;
  const token = tokens[place];
  if (token?.kind !== 'int' || !/^(?:20\d\d|\d\d)$/.test(token.plain)) return null;
  let to = place + 1;
  const word = senseAt(tokens, to, 'yearword') !== null;
  if (token.plain.length === 2 && !word) return null;
  if (word) to += tokens[to + 1]?.plain === '.' && (tokens[to]?.plain.length ?? 9) <= 2 ? 2 : 1;
  return { n: token.numbers[0] ?? 0, to };
}

/** The day, of the next year when it is over in this one; null when the calendar has no such day. */
export function dated(reading: Reading, day: number, month: number, year?: number): DayReading | null {
  const { today } = reading;
  const zone = today.zone;
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const full = year === undefined ? null : year < 100 ? 2000 + year : year;
  if (full !== null) {
    const found = DateTime.fromObject({ year: full, month, day }, { zone });
    if (!found.isValid) return null;
    return found >= today ? { day: found, why: 'said' } : comingDay(today, day, month, 'passed');
  }
  return comingDay(today, day, month, 'said');
}

function comingDay(today: DateTime, day: number, month: number, why: DayReading['why']): DayReading | null {
  // The 29th of February may be eight years away.
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const found = DateTime.fromObject({ year: today.year + ahead, month, day }, { zone: today.zone });
    if (found.isValid && found >= today) return { day: found, why };
  }
  return null;
}
