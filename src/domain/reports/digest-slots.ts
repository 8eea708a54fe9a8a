import { DateTime } from 'luxon';
import { atMinute } from '#domain/notices/quiet-hours.ts';

/** When a channel gets its digests. */
export interface DigestTimes {
  /** Minutes after local midnight; null sends none. */
  dailyAtMinute: number | null;
  /** ISO weekday; null sends none. */
  weeklyOnDay: number | null;
  weeklyAtMinute: number;
  /** IANA */
  timeZone: string;
}

export interface DigestSlot {
  period: 'day' | 'week';
  /** The local day that it tells of, or the Monday of the week: 2026-11-20 */
  slot: string;
  dueAt: Date;
}

/** After so long a digest that could not be sent is left out. */
const catchUpHours = { day: 20, week: 3 * 24 };

/**
 * The digests that are due: of each period the latest one, as long as it is not too late for it. Clock times stay what they
 * are when the zone's clock is changed; one that the change leaves out comes an hour later. A daily digest tells of the day
 * that it is sent on, one before noon of the day before; a weekly one of the seven days that end with the week before.
 */
export function dueDigests(times: DigestTimes, now: Date): DigestSlot[] {
  const local = DateTime.fromJSDate(now, { zone: times.timeZone });
  const slots: DigestSlot[] = [];
  if (times.dailyAtMinute !== null) {
    const today = atMinute(local, times.dailyAtMinute);
    const due = today <= local ? today : atMinute(local.minus({ days: 1 }), times.dailyAtMinute);
    const day = times.dailyAtMinute < 720 ? due.minus({ days: 1 }) : due;
    slots.push({ period: 'day', slot: day.toFormat('yyyy-MM-dd'), dueAt: due.toJSDate() });
  }
  if (times.weeklyOnDay !== null) {
    const thisWeek = local.startOf('week').plus({ days: times.weeklyOnDay - 1 });
    const at = (day: DateTime) => atMinute(day, times.weeklyAtMinute);
    const due = at(thisWeek) <= local ? at(thisWeek) : at(thisWeek.minus({ weeks: 1 }));
    const monday = due.startOf('week').minus({ weeks: times.weeklyOnDay === 7 ? 0 : 1 });
    slots.push({ period: 'week', slot: monday.toFormat('yyyy-MM-dd'), dueAt: due.toJSDate() });
  }
  return slots.filter(({ period, dueAt }) => now.getTime() - dueAt.getTime() < catchUpHours[period] * 3_600_000);
}

/** The time that a digest tells of and the one before it, by the zone's days. A day that is not over ends with the sending. */
export function periodOf(
  { period, slot }: Pick<DigestSlot, 'period' | 'slot'>,
  timeZone: string,
): { before: Date; from: Date; to: Date } {
  const from = DateTime.fromISO(slot, { zone: timeZone }).startOf('day');
  const step = period === 'day' ? { days: 1 } : { weeks: 1 };
  return { before: from.minus(step).toJSDate(), from: from.toJSDate(), to: from.plus(step).toJSDate() };
}
