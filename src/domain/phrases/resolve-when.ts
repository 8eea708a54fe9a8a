import type { DateTime } from 'luxon';
import { clocksOf } from '#domain/phrases/parse-hour.ts';
import type { ClockReading, DayPart, DayReading, Fact, Why } from '#domain/phrases/when-facts.ts';

/** A moment that the text may mean. */
export interface Candidate {
  at: DateTime;
  hasTime: boolean;
  why: Why;
}

const mostCandidates = 4;
type Times = Extract<Fact, { kind: 'time' }>;
type Part = Extract<Fact, { kind: 'part' }>;

/** Joins what the parts of a text say into the moments that it may mean, the likeliest first; none that is over. */
export function resolveFacts(facts: Fact[], now: DateTime): Candidate[] {
  const today = now.startOf('day');
  const instants = facts.flatMap((fact) => (fact.kind === 'instant' ? fact.moments : []));
  const dayFacts = facts.filter((fact) => fact.kind === 'day');
  const times = facts.filter((fact) => fact.kind === 'time');
  const part = facts.find((fact) => fact.kind === 'part') ?? null;
  const isPast = facts.some((fact) => fact.kind === 'past');
  if (isPast && instants.length === 0 && dayFacts.length === 0) return [];
  if (instants.length > 0)
    return distinct(instants.map((at) => ({ at, hasTime: true, why: instants.length > 1 ? 'vague' : 'said' })));
  const days = dayFacts.length > 0 ? joinDays(dayFacts) : null;
  const clocks = clocksFrom(times, part);
  if (!clocks) {
    if (!days) return part ? partOf(part, [{ day: today, why: 'said' }], now, false) : [];
    return part
      ? partOf(part, days, now, true)
      : distinct(days.map(({ day, why }) => ({ at: day, hasTime: false, why })));
  }
  return days ? onDays(days, clocks, now, times) : nextOf(clocks, now);
}

/** One list of days of all that name one: "в среду на следующей неделе" is one day, "завтра или в пятницу" is two. */
function joinDays(facts: Extract<Fact, { kind: 'day' }>[]): DayReading[] {
  let [joined] = facts;
  if (!joined) return [];
  for (const fact of facts.slice(1)) {
    const weekday: number | undefined = joined.weekday ?? fact.weekday;
    const week: DateTime | undefined = joined.week ?? fact.week;
    const isWeekdayOfWeek =
      weekday !== undefined && week !== undefined && (joined.weekday === undefined || fact.weekday === undefined);
    if (isWeekdayOfWeek) {
      joined = { kind: 'day', days: [{ day: week.plus({ days: weekday - 1 }), why: 'said' }] };
      continue;
    }
    const month: DateTime | undefined = joined.month ?? fact.month;
    const dayNumber: number | undefined = joined.dayNumber ?? fact.dayNumber;
    if (month && dayNumber !== undefined && dayNumber <= (month.daysInMonth ?? 28)) {
      joined = { kind: 'day', days: [{ day: month.set({ day: dayNumber }), why: 'said' }] };
      continue;
    }
    joined = both(joined, fact);
  }
  return joined.days;
}

/** Two days in one text: the same day told twice, a date with its weekday, or two days of which one has to be asked for. */
function both(left: Extract<Fact, { kind: 'day' }>, right: Extract<Fact, { kind: 'day' }>): typeof left {
  const agreed = left.days.filter(({ day }) => right.days.some((other) => other.day.hasSame(day, 'day')));
  if (agreed.length > 0) return { ...left, days: agreed.map(({ day }) => ({ day, why: 'said' })) };
  if (left.weekday !== undefined && right.weekday === undefined) {
    const dated = right.days.filter(({ day }) => day.weekday === left.weekday);
    if (dated.length > 0) return { ...right, days: dated };
  }
  if (right.weekday !== undefined && left.weekday === undefined) {
    const dated = left.days.filter(({ day }) => day.weekday === right.weekday);
    if (dated.length > 0) return { ...left, days: dated };
  }
  return {
    kind: 'day',
    days: [...left.days.slice(0, 2), ...right.days.slice(0, 2)].map(({ day }) => ({ day, why: 'another' })),
  };
}

/** The clocks of all times that are told; a part of the day beside them tells the halves of the day apart. */
function clocksFrom(times: Times[], part: Part | null): ClockReading[] | null {
  if (times.length === 0) return null;
  const clocks = times.flatMap(({ clocks: told, bare }) => {
    if (!bare || !part) return told;
    const fitting = clocksOf(bare, part.part);
    return fitting.some((clock) => fits(clock, part.part)) ? fitting : told;
  });
  const kinds = new Set(clocks.map(({ hour, minute }) => `${hour}:${minute}`));
  if (kinds.size === 1) return clocks.slice(0, 1);
  return times.length > 1 ? clocks.map((clock) => ({ ...clock, why: 'another' })) : clocks;
}

function fits({ hour }: ClockReading, part: DayPart): boolean {
  switch (part) {
    case 'morning':
      return hour < 12;
    case 'day':
      return hour >= 11 && hour <= 18;
    case 'evening':
      return hour >= 15;
    case 'night':
      return hour >= 20 || hour <= 6;
  }
}

/** A clock on a day: in a gap of the local time the moment after it, of an hour that comes twice the first. */
export function momentOn(day: DateTime, hour: number, minute: number): DateTime {
  const base = hour === 24 ? day.plus({ days: 1 }) : day;
  const set = base.set({ hour: hour % 24, minute, second: 0, millisecond: 0 });
  return set.getPossibleOffsets().reduce((first, other) => (other < first ? other : first), set);
}

function onDays(days: DayReading[], clocks: ClockReading[], now: DateTime, times: Times[]): Candidate[] {
  const all = days.flatMap((day) =>
    clocks.map((clock): Candidate => ({
      at: momentOn(day.day, clock.hour, clock.minute),
      hasTime: true,
      why: day.why === 'said' ? clock.why : day.why,
    })),
  );
  const coming = distinct(all.filter(({ at }) => at > now));
  if (coming.length > 0) {
    // The only reading left is said, unless its day itself was a guess.
    const [only] = coming;
    const isSettled = coming.length === 1 && only && !['passed', 'repeats'].includes(only.why);
    return isSettled ? [{ ...only, why: 'said' }] : coming;
  }
  const [day] = days;
  const [clock] = clocks;
  if (!day || !clock) return [];
  // "сегодня в 9" at three o'clock: nine in the evening, or nine tomorrow.
  const isBare = times.some(({ bare }) => bare !== undefined);
  const evening = isBare && clock.hour < 12 ? momentOn(day.day, clock.hour + 12, clock.minute) : null;
  const tomorrow = momentOn(now.startOf('day').plus({ days: 1 }), clock.hour, clock.minute);
  return [
    ...(evening && evening > now ? [{ at: evening, hasTime: true, why: 'afternoon' as const }] : []),
    { at: tomorrow, hasTime: true, why: 'passed' },
  ];
}

/** The next time that a clock shows one of these. */
function nextOf(clocks: ClockReading[], now: DateTime): Candidate[] {
  const today = now.startOf('day');
  return distinct(
    clocks.map(({ hour, minute, why }) => {
      const at = momentOn(today, hour, minute);
      return { at: at > now ? at : momentOn(today.plus({ days: 1 }), hour, minute), hasTime: true, why };
    }),
  );
}

const partEnds: Record<DayPart, number> = { morning: 12, day: 18, evening: 23, night: 24 };

/** A part of a day without a clock: its usual hour, or the next full one while that part of today still lasts. */
function partOf(part: Part, days: DayReading[], now: DateTime, isDayNamed: boolean): Candidate[] {
  const moments = days.flatMap(({ day, why }): Candidate[] => {
    const usual = momentOn(day, part.hour, 0);
    if (usual > now) return [{ at: usual, hasTime: true, why }];
    const soon = now.plus({ minutes: 90 }).startOf('hour');
    if (soon < day.plus({ hours: partEnds[part.part] }) && soon > now) return [{ at: soon, hasTime: true, why }];
    // Of several days the one whose part is over is not meant.
    if (days.length > 1) return [];
    const next = momentOn(now.startOf('day').plus({ days: 1 }), part.hour, 0);
    return [{ at: next, hasTime: true, why: isDayNamed ? 'passed' : why }];
  });
  return distinct(moments);
}

function distinct(candidates: Candidate[]): Candidate[] {
  return candidates
    .filter(({ at }, place) => candidates.findIndex((other) => other.at.toMillis() === at.toMillis()) === place)
    .slice(0, mostCandidates);
}
