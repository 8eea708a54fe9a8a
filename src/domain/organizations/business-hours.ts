import { DateTime } from 'luxon';
import { z } from 'zod';

const Span = z
  .tuple([z.int().min(0).max(1_439), z.int().min(1).max(1_440)])
  .refine(([from, to]) => from < to, 'the day must begin before it ends');

/** Per ISO weekday "1" (Monday) … "7" the minutes after local midnight [from, to]; a day that is absent is closed. */
export const BusinessHours = z
  .strictObject({
    1: Span.optional(),
    2: Span.optional(),
    3: Span.optional(),
    4: Span.optional(),
    5: Span.optional(),
    6: Span.optional(),
    7: Span.optional(),
  })
  .refine((days) => Object.values(days).some((span) => span !== undefined), 'at least one day must be open');
export type BusinessHours = z.output<typeof BusinessHours>;

/** No wait is longer than this, however short the days are. */
const mostDays = 400;

/** The hours as they are stored, or null when what is stored names none: then every hour counts. */
export function readBusinessHours(stored: unknown): BusinessHours | null {
  return BusinessHours.safeParse(stored).data ?? null;
}

/**
 * The moment at which so many open minutes have passed since `from`. A day opens and closes by the zone's clock, and what
 * passes between is real time: an hour that a clock change takes away or gives is none or one more.
 */
export function addBusinessMinutes(
  from: Date,
  minutes: number,
  { hours, timeZone }: { hours: BusinessHours | null; timeZone: string },
): Date {
  let leftMs = minutes * 60_000;
  if (hours === null) return new Date(from.getTime() + leftMs);
  const firstDay = DateTime.fromJSDate(from, { zone: timeZone }).startOf('day');
  let last = from;
  for (let days = 0; days < mostDays; days += 1) {
    const day = firstDay.plus({ days });
    const span = hours[day.weekday as keyof BusinessHours];
    if (!span) continue;
    const opensMs = Math.max(atMinute(day, span[0]), from.getTime());
    const closesMs = atMinute(day, span[1]);
    if (closesMs <= opensMs) continue;
    if (closesMs - opensMs >= leftMs) return new Date(opensMs + leftMs);
    leftMs -= closesMs - opensMs;
    last = new Date(closesMs);
  }
  return last;
}

/** When the clock on the wall says so, which need not be so long after midnight. */
function atMinute(day: DateTime, minute: number): number {
  if (minute >= 1_440) return day.plus({ days: 1 }).startOf('day').toMillis();
  return day.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toMillis();
}
