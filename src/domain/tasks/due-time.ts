import { DateTime } from 'luxon';

/** When something is due: a moment, or a whole day of a zone, which then begins at `dueAt`. */
export interface Due {
  dueAt: Date;
  dueHasTime: boolean;
  /** IANA */
  timeZone: string;
}

/** Tasks of a day are reminded of at this hour, and missed ones the morning after. */
const morningHour = 9;
/** When it is past the morning already, once more before the day's work ends. */
const afternoonHour = 17;

/**
 * When the owner is first reminded: at the time itself, or in the morning of the day; when that is over, in its afternoon,
 * and of what is over altogether on the next morning. Clock times stay what they are when the zone's clock is changed.
 */
export function firstReminder(due: Due, now: Date): Date {
  if (due.dueHasTime && due.dueAt > now) return due.dueAt;
  const day = DateTime.fromJSDate(due.dueAt, { zone: due.timeZone });
  const ofDay = due.dueHasTime ? [] : [day.set(morning), day.set({ ...morning, hour: afternoonHour })];
  return ofDay.map((at) => at.toJSDate()).find((at) => at > now) ?? nextMorning(now, due.timeZone);
}

/** The next morning by a zone's clock, never this day's. */
export function nextMorning(now: Date, timeZone: string): Date {
  return DateTime.fromJSDate(now, { zone: timeZone }).plus({ days: 1 }).set(morning).toJSDate();
}

const morning = { hour: morningHour, minute: 0, second: 0, millisecond: 0 };

/** Tomorrow by the zone's clock, at the time of day that it was due, or the whole day. */
export function tomorrow(due: Due | null, now: Date, timeZone: string): { dueAt: Date; dueHasTime: boolean } {
  const day = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day').plus({ days: 1 });
  if (!due?.dueHasTime) return { dueAt: day.toJSDate(), dueHasTime: false };
  const { hour, minute, second, millisecond } = DateTime.fromJSDate(due.dueAt, { zone: timeZone });
  return { dueAt: day.set({ hour, minute, second, millisecond }).toJSDate(), dueHasTime: true };
}

/** The same local date and clock time in another zone. */
export function inOtherZone(at: Date, from: string, to: string): Date {
  return DateTime.fromJSDate(at, { zone: from }).setZone(to, { keepLocalTime: true }).toJSDate();
}

/** The local days around now, as the moments at which today, tomorrow and the day after begin. */
export function daysAround(now: Date, timeZone: string): { today: Date; tomorrow: Date; dayAfter: Date } {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  return {
    today: today.toJSDate(),
    tomorrow: today.plus({ days: 1 }).toJSDate(),
    dayAfter: today.plus({ days: 2 }).toJSDate(),
  };
}
