import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { DayPart, Fact, Found, Reading } from '#domain/phrases/when-facts.ts';

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
  const leads = (kind: string) =>
    senseAt(tokens, at, kind) !== null ||
    // "late tomorrow afternoon"
    (senseAt(tokens, at - 2, kind) !== null && senseAt(tokens, at - 1, 'day', 'weekday') !== null);
  const early = leads('early');
  const late = leads('late');
  let place = senseAt(tokens, at, 'early', 'late') ? at + 1 : at;
  if (place > at && senseAt(tokens, place, 'in_', 'at')) place += senseAt(tokens, place + 1, 'the') ? 2 : 1;
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
