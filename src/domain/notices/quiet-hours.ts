import { DateTime } from 'luxon';

/** A daily span of minutes after local midnight; it may pass midnight. Null or equal ends: there is none. */
export interface QuietHours {
  fromMinute: number | null;
  toMinute: number | null;
  /** IANA */
  timeZone: string;
}

/**
 * When the quiet hours that `at` lies in end, or null when it lies in none. Goes by the zone's clock, so that they end at
 * the same clock time on days when the clock is changed.
 */
export function endOfQuietHours(at: Date, { fromMinute, toMinute, timeZone }: QuietHours): Date | null {
  if (fromMinute === null || toMinute === null || fromMinute === toMinute) return null;
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  const minute = local.hour * 60 + local.minute;
  const passesMidnight = fromMinute > toMinute;
  const isQuiet = passesMidnight
    ? minute >= fromMinute || minute < toMinute
    : minute >= fromMinute && minute < toMinute;
  if (!isQuiet) return null;
  const endsTomorrow = passesMidnight && minute >= fromMinute;
  const day = local.startOf('day').plus({ days: endsTomorrow ? 1 : 0 });
  const end = atMinute(day, toMinute).toJSDate();
  // In the hour that the clock shows twice, the end may have been in the first of the two.
  return end > at ? end : null;
}

/** A clock time of a day; 1440 is the midnight at its end. */
export function atMinute(day: DateTime, minute: number): DateTime {
  const start = minute >= 1440 ? day.startOf('day').plus({ days: 1 }) : day.startOf('day');
  const rest = minute >= 1440 ? minute - 1440 : minute;
  return start.set({ hour: Math.floor(rest / 60), minute: rest % 60 });
}
