import { DateTime } from 'luxon';
import { z } from 'zod';

/** Per ISO weekday the minutes after midnight [from, to]; a day that is absent is closed. */
const Hours = z.record(z.string(), z.tuple([z.number(), z.number()]));

/** Nobody looks further back than this for working time. */
const mostDays = 31;

/** Minutes of business hours between two moments by the zone's clock, counted up to 31 days back. */
export function businessMinutesBetween(from: Date, to: Date, hours: unknown, timeZone: string): number {
  const byDay = Hours.catch({}).parse(hours);
  const end = DateTime.fromJSDate(to, { zone: timeZone });
  const begin = DateTime.max(DateTime.fromJSDate(from, { zone: timeZone }), end.minus({ days: mostDays }));
  let total = 0;
  for (let day = begin.startOf('day'); day < end; day = day.plus({ days: 1 })) {
    const open = byDay[String(day.weekday)];
    if (!open) continue;
    const opens = DateTime.max(day.set(clock(open[0])), begin);
    const closes = DateTime.min(open[1] >= 1440 ? day.plus({ days: 1 }) : day.set(clock(open[1])), end);
    total += Math.max(0, closes.diff(opens, 'minutes').minutes);
  }
  return total;
}

const clock = (minute: number) => ({ hour: Math.floor(minute / 60), minute: minute % 60 });
