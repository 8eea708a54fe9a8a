import { DateTime } from 'luxon';

/** A span of time in which a call may be placed. */
export interface Window {
  start: Date;
  end: Date;
}

const words: Record<string, number> = { сегодня: 0, today: 0, завтра: 1, tomorrow: 1, послезавтра: 2 };
const clock = '(\\d{1,2})(?:[:.](\\d{2}))?';
const spanPattern = new RegExp(`^(?:с |from |в |at )?${clock}\\s*(?:-|–|—|до|to|till|until)\\s*${clock}$`, 'iu');
const startPattern = new RegExp(`^(?:с |from |в |at |после |after )?${clock}$`, 'iu');
const datePattern = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?\s+/;
const wordPattern = /^(\p{L}+)\s+/u;

/**
 * Reads a time as people write it: "15:00-18:00", "tomorrow 10-13", "завтра с 10 до 13", "25.11 10:00-12:00", "tomorrow 10".
 * A span that is over today is meant for tomorrow. Null when it is not understood.
 */
export function parseWindow(text: string, now: Date, timeZone: string): Window | null {
  let rest = text.trim().toLowerCase();
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
  let day: DateTime | null = null;
  const date = datePattern.exec(rest);
  const word = wordPattern.exec(rest);
  if (date) {
    const named = DateTime.fromObject(
      { day: Number(date[1]), month: Number(date[2]), year: date[3] ? Number(date[3]) : today.year },
      { zone: timeZone },
    );
    if (!named.isValid) return null;
    day = !date[3] && named < today ? named.plus({ years: 1 }) : named;
    rest = rest.slice(date[0].length);
  } else if (word && words[word[1] ?? ''] !== undefined) {
    day = today.plus({ days: words[word[1] ?? ''] ?? 0 });
    rest = rest.slice(word[0].length);
  }
  const hours = readHours(rest);
  if (!hours) return null;
  const on = (at: DateTime, [hour, minute]: [number, number]) => at.set({ hour, minute });
  let base = day ?? today;
  if (!day && on(base, hours.end) <= DateTime.fromJSDate(now)) base = base.plus({ days: 1 });
  const start = on(base, hours.start);
  const end = on(base, hours.end);
  return end > start ? { start: start.toJSDate(), end: end.toJSDate() } : null;
}

function readHours(text: string): { start: [number, number]; end: [number, number] } | null {
  const span = spanPattern.exec(text);
  if (span) {
    const start = clockOf(span[1], span[2]);
    const end = clockOf(span[3], span[4]);
    return start && end ? { start, end } : null;
  }
  const single = startPattern.exec(text);
  const start = single ? clockOf(single[1], single[2]) : null;
  return start ? { start, end: [Math.min(start[0] + 2, 23), start[0] + 2 > 23 ? 59 : start[1]] } : null;
}

function clockOf(hour: string | undefined, minute: string | undefined): [number, number] | null {
  const parts: [number, number] = [Number(hour), Number(minute ?? 0)];
  return parts[0] <= 23 && parts[1] <= 59 ? parts : null;
}

export const windowChoices = ['soon', 'today', 'tomorrow', 'inHour'] as const;
export type WindowChoice = (typeof windowChoices)[number];

/** A named choice as a span; null for "as soon as possible", which the operation counts from the approval. */
export function windowOfChoice(choice: WindowChoice, now: Date, timeZone: string): Window | null {
  const at = DateTime.fromJSDate(now, { zone: timeZone });
  if (choice === 'soon') return null;
  if (choice === 'inHour') return { start: at.plus({ hours: 1 }).toJSDate(), end: at.plus({ hours: 4 }).toJSDate() };
  if (choice === 'today') return { start: now, end: at.endOf('day').toJSDate() };
  const tomorrow = at.plus({ days: 1 }).startOf('day');
  return { start: tomorrow.set({ hour: 9 }).toJSDate(), end: tomorrow.set({ hour: 21 }).toJSDate() };
}
