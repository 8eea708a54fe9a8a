import type { Reader } from '#bot/context.ts';

const locales = { ru: 'ru-RU', en: 'en-GB' };

/** A moment as the reader's clock shows it: "21 Nov, 15:04". */
export function showTime(at: Date, reader: Pick<Reader, 'language' | 'timeZone'>): string {
  return new Intl.DateTimeFormat(locales[reader.language], {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: reader.timeZone,
  }).format(at);
}

/** A day as the reader's clock shows it: "Fri, 21 Nov". */
export function showDay(at: Date, reader: Pick<Reader, 'language' | 'timeZone'>): string {
  return new Intl.DateTimeFormat(locales[reader.language], {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: reader.timeZone,
  }).format(at);
}

/** Hours and minutes by the reader's clock. */
export function showClock(at: Date, reader: Pick<Reader, 'language' | 'timeZone'>): string {
  return new Intl.DateTimeFormat(locales[reader.language], {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: reader.timeZone,
  }).format(at);
}

/** A moment with its time zone, for what somebody else may read by another clock: "21 Nov, 15:04 GMT+3". */
export function showMoment(at: Date, reader: Pick<Reader, 'language' | 'timeZone'>): string {
  return `${showTime(at, reader)} ${zoneName(at, reader)}`;
}

function zoneName(at: Date, { language, timeZone }: Pick<Reader, 'language' | 'timeZone'>): string {
  const parts = new Intl.DateTimeFormat(locales[language], { timeZone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** A span of time with its zone, without naming the day twice. */
export function showWindow(from: Date, to: Date, reader: Pick<Reader, 'language' | 'timeZone'>): string {
  const day = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: reader.timeZone }).format(at);
  const end = day(from) === day(to) ? showClock(to, reader) : showTime(to, reader);
  return `${showTime(from, reader)} – ${end} ${zoneName(to, reader)}`;
}

/** Minutes and seconds into a recording: "2:07". */
export function showOffset(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
