import type { DateTime } from 'luxon';
import { senseAt } from '#domain/phrases/when-tokens.ts';
import { readYear } from '#domain/phrases/parse-day.ts';
import type { DayReading, Found, Reading, Why } from '#domain/phrases/when-facts.ts';

type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** "до конца недели", "end of the month", "в начале декабря", "mid-January", "EOD", "EOM", "year end". */
export function readEdge(reading: Reading, at: number): Found | null {
  const { tokens } = reading;
  const shortened = senseAt(tokens, at, 'eod', 'eow', 'eom', 'eoq', 'eoy');
  if (shortened) {
    const period = { eod: 'day', eow: 'week', eom: 'month', eoq: 'quarter', eoy: 'year' }[shortened.kind] as Period;
    return { fact: edgeOf(reading, 'end', period, reading.today), to: at + 1 };
  }
  // "year end", "month-end"
  const unit = senseAt(tokens, at, 'unit');
  const dash = tokens[at + 1]?.plain === '-' ? 1 : 0;
  if (unit && isPeriod(unit.name) && tokens[at + 1 + dash]?.plain === 'end')
    return { fact: edgeOf(reading, 'end', unit.name, reading.today), to: at + 2 + dash };
  const edge = senseAt(tokens, at, 'start', 'middle', 'end');
  if (!edge) return null;
  let place = at + 1;
  if (tokens[place]?.plain === '-') place += 1;
  if (senseAt(tokens, place, 'of')) place += 1;
  if (senseAt(tokens, place, 'the')) place += 1;
  const isNext = senseAt(tokens, place, 'next') !== null;
  const isLast = senseAt(tokens, place, 'last') !== null;
  if (isNext || isLast || senseAt(tokens, place, 'this', 'coming')) place += 1;
  const isWorking = senseAt(tokens, place, 'working') !== null;
  if (isWorking) place += 1;
  // "close of business"
  if (isWorking && edge.kind === 'end' && !senseAt(tokens, place, 'unit', 'month'))
    return { fact: edgeOf(reading, 'end', 'day', reading.today), to: place };
  const month = senseAt(tokens, place, 'month');
  const period = month ? 'month' : senseAt(tokens, place, 'unit')?.name;
  if (!period || !isPeriod(period)) return null;
  if (isLast) return { fact: { kind: 'past' }, to: place + 1 };
  const base = month
    ? monthAhead(reading.today, month.n, edge.kind)
    : reading.today.plus(isNext ? { [`${period}s`]: 1 } : {});
  if (edge.kind !== 'end' && period === 'day') return null;
  return { fact: edgeOf(reading, edge.kind, period, base), to: place + 1 };
}

function isPeriod(name: string): name is Period {
  return ['day', 'week', 'month', 'quarter', 'year'].includes(name);
}

/** A month that is named is the present one while the edge in question is still to come. */
function monthAhead(today: DateTime, month: number, edge: string): DateTime {
  const here = today.set({ day: 1, month });
  const last = edge === 'end' ? here.endOf('month') : here.set({ day: edge === 'middle' ? 15 : 1 });
  return last < today ? here.plus({ years: 1 }) : here;
}

function edgeOf({ today }: Reading, edge: string, period: Period, base: DateTime): Found['fact'] {
  if (period === 'day') {
    // The end of the day is the end of the working day, of today unless another day is named.
    return { kind: 'time', clocks: [{ hour: 18, minute: 0, why: 'said' }] };
  }
  const start = base.startOf(period);
  const end = base.endOf(period).startOf('day');
  if (edge === 'end') {
    // Whether a week ends with its work or with its Sunday is a matter of taste.
    if (period === 'week') return ahead(today, [start.plus({ days: 4 }), end], 'vague', 1);
    return ahead(today, [end], 'said', 0, period);
  }
  if (edge === 'start') return ahead(today, [start], 'said', 0, period);
  const middle = { week: { days: 2 }, month: { days: 14 }, quarter: { months: 1, days: 14 }, year: { months: 6 } }[
    period
  ];
  return ahead(today, [start.plus(middle)], 'said', 0, period);
}

/** Days that are still to come; when all are over, those of the next period. */
function ahead(today: DateTime, days: DateTime[], why: Why, weeks: number, period: Period = 'week'): Found['fact'] {
  const coming = days.filter((day) => day >= today);
  if (coming.length > 0)
    return { kind: 'day', days: coming.map((day): DayReading => ({ day, why: coming.length > 1 ? why : 'said' })) };
  const step = weeks > 0 ? { weeks } : { [`${period}s`]: 1 };
  return { kind: 'day', days: days.map((day): DayReading => ({ day: day.plus(step), why: 'said' })) };
}

/** "в первый понедельник декабря", "the last day of the month", "the first week of next month". */
export function readNth({ tokens, today }: Reading, at: number): Found | null {
  const start = senseAt(tokens, at, 'the') ? at + 1 : at;
  const ordinal = senseAt(tokens, start, 'ord');
  const isLast = /^(?:last|последн\p{L}*)$/u.test(tokens[start]?.plain ?? '');
  if (!isLast && (!ordinal || ordinal.n > 5)) return null;
  let place = start + 1;
  const isWorking = senseAt(tokens, place, 'working') !== null;
  if (isWorking) place += 1;
  const weekday = senseAt(tokens, place, 'weekday');
  const unit = senseAt(tokens, place, 'unit');
  const isDay = unit?.name === 'day';
  if (!weekday && !isDay && unit?.name !== 'week') return null;
  place += 1;
  if (senseAt(tokens, place, 'of', 'in_')) place += 1;
  if (senseAt(tokens, place, 'the')) place += 1;
  const isNext = senseAt(tokens, place, 'next') !== null;
  if (isNext || senseAt(tokens, place, 'this')) place += 1;
  const month = senseAt(tokens, place, 'month');
  if (!month && senseAt(tokens, place, 'unit')?.name !== 'month') return null;
  const first = month ? monthAhead(today, month.n, 'end') : today.startOf('month').plus({ months: isNext ? 1 : 0 });
  const find = (begin: DateTime) =>
    nthDay(begin.startOf('month'), isLast ? -1 : (ordinal?.n ?? 1), weekday?.n ?? null, isWorking, isDay);
  const found = find(first);
  const coming = found && found < today ? find(first.plus(month ? { years: 1 } : { months: 1 })) : found;
  return coming ? { fact: { kind: 'day', days: [{ day: coming, why: 'said' }] }, to: place + 1 } : null;
}

function nthDay(
  month: DateTime,
  nth: number,
  weekday: number | null,
  isWorking: boolean,
  isDay: boolean,
): DateTime | null {
  const days = Array.from({ length: month.daysInMonth ?? 31 }, (_none, ahead) => month.plus({ days: ahead }));
  // A week of a month begins with its first day, and then on Mondays.
  const fitting = days.filter((day, place) =>
    weekday !== null
      ? day.weekday === weekday
      : isWorking
        ? day.weekday <= 5
        : isDay || place === 0 || day.weekday === 1,
  );
  return fitting.at(nth < 0 ? -1 : nth - 1) ?? null;
}

/** "на следующей неделе", "next month", "this weekend", "в декабре": a span whose day has to be asked. */
export function readPeriod(reading: Reading, at: number): Found | null {
  const { tokens, today } = reading;
  let place = senseAt(tokens, at, 'the') ? at + 1 : at;
  const isNext = senseAt(tokens, place, 'next') !== null;
  const isThis = senseAt(tokens, place, 'this', 'coming') !== null;
  if (senseAt(tokens, place, 'last') && senseAt(tokens, place + 1, 'unit', 'weekend'))
    return { fact: { kind: 'past' }, to: place + 2 };
  if (
    senseAt(tokens, place, 'unit')?.name === 'week' &&
    tokens[place + 1]?.plain === 'after' &&
    senseAt(tokens, place + 2, 'next')
  )
    return weekOf(today.startOf('week').plus({ weeks: 2 }), place + 3);
  if (isNext || isThis) place += 1;
  if (isNext && senseAt(tokens, place, 'unit')?.name === 'day')
    return { fact: { kind: 'day', days: [{ day: today.plus({ days: 1 }), why: 'said' }] }, to: place + 1 };
  if (senseAt(tokens, place, 'weekend') && !/^выходн(?:ой|ого|ому|ым)$/.test(tokens[place]?.plain ?? '')) {
    const isOver = /^(?:после|after|через)$/.test(tokens[at - 1]?.plain ?? '');
    if (isOver) return vague([today.startOf('week').plus({ weeks: 1 })], place + 1);
    const saturday = today.startOf('week').plus({ days: isNext ? 12 : 5 });
    const days = [saturday, saturday.plus({ days: 1 })].filter((day) => day >= today);
    return vague(days, place + 1);
  }
  const unit = senseAt(tokens, place, 'unit');
  if ((isNext || isThis) && unit && isPeriod(unit.name) && unit.name !== 'day') {
    const to = place + 1;
    if (unit.name === 'week' && isNext) return weekOf(today.startOf('week').plus({ weeks: 1 }), to);
    if (unit.name === 'week') {
      const week = today.startOf('week');
      const days = [week.plus({ days: 4 }), week.plus({ days: 6 })].filter((day) => day >= today);
      return { fact: { kind: 'day', days: days.map((day) => ({ day, why: 'vague' })), week }, to };
    }
    const base = today.startOf(unit.name).plus(isNext ? { [`${unit.name}s`]: 1 } : {});
    const end = base.endOf(unit.name).startOf('day');
    const same = isNext ? today.plus({ [`${unit.name}s`]: 1 }) : null;
    return vague(
      [base, ...(same ? [same] : []), end].filter((day) => day >= today),
      to,
      unit.name === 'month' ? base : undefined,
    );
  }
  const month = senseAt(tokens, place, 'month');
  const isIn = senseAt(tokens, at - 1, 'in', 'in_', 'at', 'by', 'to') !== null || isNext || isThis;
  if (!month || !isIn || (tokens[place]?.senses.length ?? 0) === 0) return null;
  const here = today.set({ day: 1, month: month.n });
  const year = readYear(tokens, place + 1);
  const ofYear = year && here.set({ year: year.n < 100 ? 2000 + year.n : year.n });
  const start = ofYear ?? (here.endOf('month') < today ? here.plus({ years: 1 }) : here);
  const days = [start, start.plus({ days: 14 }), start.endOf('month').startOf('day')].filter((day) => day >= today);
  return days.length > 0 ? vague(days, year?.to ?? place + 1, start) : null;
}

/** The days of a week of which none is named; a weekday elsewhere in the text picks its day. */
function weekOf(week: DateTime, to: number): Found {
  const days = [0, 2, 4].map((ahead): DayReading => ({ day: week.plus({ days: ahead }), why: 'vague' }));
  return { fact: { kind: 'day', days, week }, to };
}

/** Days of which one has to be asked for; a day of the month elsewhere in the text picks it. */
function vague(days: DateTime[], to: number, month?: DateTime): Found {
  const distinct = days.filter((day, place) => days.findIndex((other) => other.hasSame(day, 'day')) === place);
  return {
    fact: {
      kind: 'day',
      days: distinct.map((day) => ({ day, why: distinct.length > 1 ? 'vague' : 'said' })),
      ...(month ? { month } : {}),
    },
    to,
  };
}
