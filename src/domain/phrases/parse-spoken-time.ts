import { withMarker } from '#domain/phrases/parse-hour.ts';
import type { Hour } from '#domain/phrases/parse-hour.ts';
import { readNumber, readOrdinal } from '#domain/phrases/parse-number.ts';
import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { Reading } from '#domain/phrases/when-facts.ts';
import { sensesOf } from '#domain/phrases/when-words.ts';

/** Times in words: "половина третьего", "half past two", "без четверти пять", "twenty to six", "десять минут шестого", "noon". */
export function readSpoken(reading: Reading, at: number): Hour | null {
  const { tokens } = reading;
  const plain = tokens[at]?.plain ?? '';
  const make = (hour: number, minute: number, to: number): Hour =>
    withMarker(reading, {
      hour: minute < 0 ? (hour + 11) % 12 || 12 : hour,
      minute: (minute + 60) % 60,
      isExact: false,
      hasUnit: true,
      to,
    });
  const previous = (hour: number) => (hour + 11) % 12 || 12;
  if (senseAt(tokens, at, 'noon') && plain !== 'полдня')
    return { hour: 12, minute: 0, marker: null, isExact: true, isPlain: true, hasUnit: true, to: at + 1 };
  if (senseAt(tokens, at, 'midnight'))
    return { hour: 24, minute: 0, marker: null, isExact: true, isPlain: true, hasUnit: true, to: at + 1 };
  // "полтретьего"
  const glued = /^пол(\p{L}{4,})$/u.exec(plain)?.[1];
  const ofGlued = glued ? sensesOf(glued).find(({ kind }) => kind === 'ord') : undefined;
  if (ofGlued && ofGlued.n <= 12) return make(previous(ofGlued.n), 30, at + 1);
  const start = senseAt(tokens, at, 'article') ? at + 1 : at;
  const isHalf = senseAt(tokens, start, 'half') !== null;
  const isQuarter = senseAt(tokens, start, 'quarterhour') !== null;
  if (isHalf || isQuarter) {
    let place = start + 1;
    if (tokens[place]?.plain === '-') place += 1;
    const minute = isHalf ? 30 : 15;
    const ordinal = readOrdinal(tokens, place);
    if (ordinal && !ordinal.isDigits && ordinal.n <= 12 && !/^(?:first|second|third)$/.test(tokens[place]?.plain ?? ''))
      return make(previous(ordinal.n), minute, ordinal.to);
    return readPastTo(reading, minute, place, make);
  }
  if (senseAt(tokens, at, 'without')) {
    const quarter = senseAt(tokens, at + 1, 'quarterhour') !== null;
    const minutes = quarter ? { n: 15, to: at + 2 } : readNumber(tokens, at + 1);
    if (!minutes || minutes.n > 30) return null;
    const place = senseAt(tokens, minutes.to, 'unit')?.name === 'minute' ? minutes.to + 1 : minutes.to;
    if (/^час(?:а|у)?$/.test(tokens[place]?.plain ?? '')) return make(1, -minutes.n, place + 1);
    const hour = readNumber(tokens, place);
    if (!hour || hour.n > 12 || hour.n < 1) return null;
    return make(hour.n, -minutes.n, senseAt(tokens, hour.to, 'clockword') ? hour.to + 1 : hour.to);
  }
  const number = readNumber(tokens, at);
  if (!number || number.n > 59 || number.n < 1) return null;
  const hasMinutes = senseAt(tokens, number.to, 'unit')?.name === 'minute';
  const place = hasMinutes ? number.to + 1 : number.to;
  const ordinal = readOrdinal(tokens, place);
  if (
    ordinal &&
    !ordinal.isDigits &&
    ordinal.n <= 12 &&
    /(?:его|ого)$/.test(tokens[place]?.plain ?? '') &&
    number.n >= 5 &&
    !senseAt(tokens, ordinal.to, 'month', 'number')
  )
    return make(previous(ordinal.n), number.n, ordinal.to);
  return hasMinutes || !number.isDigits ? readPastTo(reading, number.n, place, make) : null;
}

/** "past two", "to six": the English way to count minutes. */
function readPastTo(
  { tokens }: Reading,
  minute: number,
  at: number,
  make: (hour: number, minute: number, to: number) => Hour,
): Hour | null {
  const isPast = senseAt(tokens, at, 'beyond') !== null;
  const isTo = /^(?:to|till|til|before|of)$/.test(tokens[at]?.plain ?? '');
  if ((!isPast && !isTo) || (isTo && minute > 30)) return null;
  const hour = readNumber(tokens, at + 1);
  if (!hour || hour.n < 1 || hour.n > 12) return null;
  if (senseAt(tokens, hour.to, 'unit') && !senseAt(tokens, hour.to, 'oclock')) return null;
  return make(hour.n, isPast ? minute : -minute, hour.to);
}
