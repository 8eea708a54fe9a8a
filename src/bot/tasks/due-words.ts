import { DateTime } from 'luxon';
import type { When } from '#domain/phrases/parse-when.ts';
import type { Reader } from '#bot/context.ts';

/** When a task is due, as a form keeps it: a moment, or the beginning of a day. */
export interface PickedDue {
  at: Date;
  hasTime: boolean;
}

const locales = { ru: 'ru-RU', en: 'en-GB' };

/** A date written out by the reader's clock: "Thursday 19 November, 10:00 GMT+3"; the year when it is another one. */
export function writeDue({ at, hasTime }: PickedDue, reader: Pick<Reader, 'language' | 'timeZone'>, now: Date): string {
  const { language, timeZone } = reader;
  const year = (moment: Date) => DateTime.fromJSDate(moment, { zone: timeZone }).year;
  return new Intl.DateTimeFormat(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
    ...(year(at) === year(now) ? {} : { year: 'numeric' as const }),
    ...(hasTime ? { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' as const } : {}),
  }).format(at);
}

/** The same, short enough for a button: "Thu, 19 Nov, 10:00". */
export function writeDueShort(
  { at, hasTime }: PickedDue,
  reader: Pick<Reader, 'language' | 'timeZone'>,
  now: Date,
): string {
  const { language, timeZone } = reader;
  const year = (moment: Date) => DateTime.fromJSDate(moment, { zone: timeZone }).year;
  return new Intl.DateTimeFormat(locales[language], {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone,
    ...(year(at) === year(now) ? {} : { year: 'numeric' as const }),
    ...(hasTime ? { hour: '2-digit', minute: '2-digit' } : {}),
  }).format(at);
}

export const quickDues = ['today', 'tomorrow', 'week'] as const;
type QuickDue = (typeof quickDues)[number];

/** Today at 18:00, tomorrow at 10:00, the day a week from now; null when today's evening has begun. */
export function quickDue(choice: QuickDue, now: Date, timeZone: string): PickedDue | null {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  if (choice === 'week') return { at: today.plus({ days: 7 }).toJSDate(), hasTime: false };
  const at = choice === 'today' ? today.set({ hour: 18 }) : today.plus({ days: 1 }).set({ hour: 10 });
  return at.toMillis() > now.getTime() ? { at: at.toJSDate(), hasTime: true } : null;
}

/** What a reading leaves to be chosen from: the one date, or several. */
export function duesOf(when: When): PickedDue[] {
  if (when.kind === 'none') return [];
  const candidates = when.kind === 'exact' ? [when] : when.candidates;
  return candidates.map(({ at, hasTime }) => ({ at, hasTime }));
}

/** A date as the operations of tasks take it: a moment, or a day by the owner's clock. */
export function dueInput({ at, hasTime }: PickedDue, timeZone: string): { dueAt: Date } | { dueOn: string } {
  return hasTime ? { dueAt: at } : { dueOn: DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd') };
}
