import type { DateTime } from 'luxon';
import { readHalfTail, readNumber, readQuantity } from '#domain/phrases/parse-number.ts';
import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { Fact, Found, Reading, Unit } from '#domain/phrases/when-facts.ts';

interface Span {
  unit: Unit;
  amounts: number[];
  isWorking: boolean;
}

/** "через две недели", "in an hour and a half", "недели через две", "3 days from now", "within a week"; also "two days ago". */
export function readShift(reading: Reading, at: number): Found | null {
  const { tokens } = reading;
  const isThrough = senseAt(tokens, at, 'through', 'later', 'within', 'in') !== null || tokens[at]?.plain === 'after';
  if (isThrough) {
    let place = at + 1;
    while (senseAt(tokens, place, 'about', 'the', 'next', 'coming') && place < at + 4) place += 1;
    // Every other day, or tomorrow: the one who said it knows.
    if (tokens[at]?.plain === 'через' && tokens[place]?.plain === 'день')
      return { fact: shifted(reading, [{ unit: 'day', amounts: [1, 2], isWorking: false }]), to: place + 1 };
    const spans = readSpans(reading, place) ?? readTurned(reading, place);
    if (!spans) return null;
    let { to } = spans;
    if (tokens[to]?.plain === "'") to += 1;
    if (senseAt(tokens, to, 'time')) to += 1;
    const ended = skipFromNow(reading, to);
    return { fact: shifted(reading, spans.spans, ended?.base), to: ended?.to ?? to };
  }
  // "в ближайшие два часа"
  const soon = senseAt(tokens, at, 'coming') && readQuantity(tokens, at + 1) ? readSpans(reading, at + 1) : null;
  if (soon) return { fact: shifted(reading, soon.spans), to: soon.to };
  const inverted = readInverted(reading, at);
  if (inverted) return inverted;
  const spans = readSpans(reading, at);
  if (!spans) return null;
  if (senseAt(tokens, spans.to, 'ago')) return { fact: { kind: 'past' }, to: spans.to + 1 };
  if (tokens[spans.to]?.plain === 'тому' && senseAt(tokens, spans.to + 1, 'ago'))
    return { fact: { kind: 'past' }, to: spans.to + 2 };
  if (senseAt(tokens, spans.to, 'later')) return { fact: shifted(reading, spans.spans), to: spans.to + 1 };
  // "a week on Friday" counts from the next one.
  const day = senseAt(tokens, spans.to, 'on') ? senseAt(tokens, spans.to + 1, 'weekday') : null;
  if (day && spans.spans.every(({ unit }) => unit === 'week') && /[a-z]/.test(tokens[spans.to]?.plain ?? ''))
    return { fact: shifted(reading, spans.spans, comingWeekday(reading.today, day.n)), to: spans.to + 2 };
  const ended = skipFromNow(reading, spans.to);
  return ended ? { fact: shifted(reading, spans.spans, ended.base), to: ended.to } : null;
}

/** "недели через две", "минут через двадцать". */
function readInverted(reading: Reading, at: number): Found | null {
  const { tokens } = reading;
  const unit = senseAt(tokens, at, 'unit');
  if (!unit || !senseAt(tokens, at + 1, 'through')) return null;
  const number = readQuantity(tokens, at + 2);
  if (!number || senseAt(tokens, number.to, 'unit')) return null;
  const span = { unit: unitOf(unit.name), amounts: scaled(unit.name, number.amounts), isWorking: false };
  return { fact: shifted(reading, [span]), to: number.to };
}

/** "часа два", "минут двадцать": the number after its unit says "about". */
function readTurned(reading: Reading, at: number): { spans: Span[]; to: number } | null {
  const unit = senseAt(reading.tokens, at, 'unit');
  const number = unit ? readNumber(reading.tokens, at + 1) : null;
  if (!unit || !number) return null;
  return {
    spans: [{ unit: unitOf(unit.name), amounts: scaled(unit.name, [number.n]), isWorking: false }],
    to: number.to,
  };
}

/** The moment that "from now", "from tomorrow" or "from Friday" counts from. */
function skipFromNow({ tokens, today }: Reading, at: number): { to: number; base?: DateTime } | null {
  if (!senseAt(tokens, at, 'from') && tokens[at]?.plain !== 'after') return null;
  if (senseAt(tokens, at + 1, 'now')) return { to: at + 2 };
  const day = senseAt(tokens, at + 1, 'day');
  if (day) return { to: at + 2, base: today.plus({ days: day.n }) };
  const weekday = senseAt(tokens, at + 1, 'weekday');
  return weekday ? { to: at + 2, base: comingWeekday(today, weekday.n) } : null;
}

function comingWeekday(today: DateTime, weekday: number): DateTime {
  const days = (weekday - today.weekday + 7) % 7;
  return today.plus({ days: days === 0 ? 7 : days });
}

function unitOf(name: string): Unit {
  return name === 'fortnight' ? 'week' : (name as Unit);
}

function scaled(name: string, amounts: number[]): number[] {
  return name === 'fortnight' ? amounts.map((amount) => amount * 2) : amounts;
}

/** One or more amounts of units: "2 часа 15 минут", "an hour and a half", "час двадцать", "полчаса". */
function readSpans(reading: Reading, at: number): { spans: Span[]; to: number } | null {
  const first = readSpan(reading, at);
  if (!first) return null;
  const spans = [first.span];
  let { to } = first;
  const { tokens } = reading;
  for (let round = 0; round < 2; round += 1) {
    const next = senseAt(tokens, to, 'and') || tokens[to]?.plain === ',' ? to + 1 : to;
    const more = senseAt(tokens, next, 'article') ? null : readSpan(reading, next);
    if (more && more.isCounted && isSmaller(more.span.unit, spans.at(-1)?.unit ?? 'second')) {
      spans.push(more.span);
      to = more.to;
      continue;
    }
    // "через час двадцать": minutes without their name.
    const minutes = spans.length === 1 && first.span.unit === 'hour' ? readNumber(tokens, to) : null;
    const isBare = minutes && minutes.n >= 5 && minutes.n < 60 && !senseAt(tokens, minutes.to, 'unit', 'month');
    if (isBare && first.span.amounts.length === 1 && tokens[to]?.kind !== 'pair') {
      spans.push({ unit: 'minute', amounts: [minutes.n], isWorking: false });
      to = minutes.to;
    }
    break;
  }
  return { spans, to };
}

function readSpan({ tokens }: Reading, at: number): { span: Span; to: number; isCounted: boolean } | null {
  const halved = senseAt(tokens, at, 'halfunit');
  if (halved)
    return { span: { unit: halved.name as Unit, amounts: [0.5], isWorking: false }, to: at + 1, isCounted: true };
  if (tokens[at]?.plain === 'пол') {
    const place = tokens[at + 1]?.plain === '-' ? at + 2 : at + 1;
    const unit = senseAt(tokens, place, 'unit');
    if (unit)
      return { span: { unit: unitOf(unit.name), amounts: [0.5], isWorking: false }, to: place + 1, isCounted: true };
  }
  const quantity = readQuantity(tokens, at);
  let place = quantity?.to ?? at;
  const quarters = readQuarters(tokens, place, quantity?.amounts ?? [1]);
  if (quarters) return { ...quarters, isCounted: true };
  if (tokens[place]?.plain === '-') place += 1;
  if (tokens[place]?.plain === 'of') place += 1;
  const isWorking = senseAt(tokens, place, 'working') !== null;
  if (isWorking) place += 1;
  const unit = senseAt(tokens, place, 'unit');
  if (!unit) return null;
  // One letter is a unit only right after its number: "2 ч", "5m".
  if (tokens[place]?.plain.length === 1 && !quantity) return null;
  let amounts = scaled(unit.name, quantity?.amounts ?? [1]);
  place += 1;
  if (tokens[place]?.plain === '.' && (tokens[place - 1]?.plain.length ?? 9) <= 3) place += 1;
  const half = readHalfTail(tokens, place);
  if (half !== null) {
    amounts = amounts.map((amount) => amount + 0.5);
    place = half;
  }
  return { span: { unit: unitOf(unit.name), amounts, isWorking }, to: place, isCounted: quantity !== null };
}

/** "четверть часа", "three quarters of an hour". */
function readQuarters(tokens: Reading['tokens'], at: number, amounts: number[]): { span: Span; to: number } | null {
  if (!senseAt(tokens, at, 'quarterhour')) return null;
  let place = at + 1;
  while (place < at + 3 && senseAt(tokens, place, 'of', 'article')) place += 1;
  if (senseAt(tokens, place, 'unit')?.name !== 'hour') return null;
  return { span: { unit: 'minute', amounts: amounts.map((amount) => amount * 15), isWorking: false }, to: place + 1 };
}

const sizes: Record<Unit, number> = { second: 0, minute: 1, hour: 2, day: 3, week: 4, month: 5, quarter: 6, year: 7 };
function isSmaller(left: Unit, right: Unit): boolean {
  return sizes[left] < sizes[right];
}

function shifted({ now, today }: Reading, spans: Span[], base?: DateTime): Fact {
  const isDay = spans.every(({ unit, amounts }) => sizes[unit] >= 3 && !(unit === 'day' && amounts.some(isFraction)));
  // Of amounts left open each is a candidate of its own.
  const open = Math.max(...spans.map(({ amounts }) => amounts.length));
  const moments = Array.from({ length: open }, (_none, choice) =>
    spans.reduce(
      (at, { unit, amounts, isWorking }) =>
        plus(at, unit, amounts[Math.min(choice, amounts.length - 1)] ?? 0, isWorking),
      base ?? (isDay ? today : now),
    ),
  );
  if (!isDay) return { kind: 'instant', moments: moments.map((moment) => moment.startOf('minute')) };
  const [first] = spans;
  const isWeeks = spans.length === 1 && first?.unit === 'week' && first.amounts.length === 1 && !base;
  return {
    kind: 'day',
    days: moments.map((day) => ({ day, why: open > 1 ? 'vague' : 'said' })),
    ...(isWeeks && moments[0] ? { week: moments[0].startOf('week') } : {}),
  };
}

function isFraction(amount: number): boolean {
  return !Number.isInteger(amount);
}

function plus(at: DateTime, unit: Unit, amount: number, isWorking: boolean): DateTime {
  if (isWorking && unit === 'day') {
    let day = at;
    for (let left = Math.min(Math.ceil(amount), 400); left > 0;) {
      day = day.plus({ days: 1 });
      if (day.weekday <= 5) left -= 1;
    }
    return day;
  }
  const whole = Math.trunc(amount);
  const rest = amount - whole;
  switch (unit) {
    case 'second':
    case 'minute':
    case 'hour':
      return at.plus({ [`${unit}s`]: amount });
    case 'day':
      return at.plus({ days: whole, hours: rest * 24 });
    case 'week':
      return at.plus({ days: Math.round(amount * 7) });
    case 'month':
      return at.plus({ months: whole, days: Math.round(rest * 30) });
    case 'quarter':
      return at.plus({ months: Math.round(amount * 3) });
    case 'year':
      return at.plus({ months: Math.round(amount * 12) });
  }
}
