import { senseAt } from '#domain/phrases/when-tokens.ts';
import type { Token } from '#domain/phrases/when-tokens.ts';

/** A number read at a place; `to` is the token after it. */
export interface ReadNumber {
  n: number;
  to: number;
  /** Written in digits, and whether with a leading zero. */
  isDigits: boolean;
  hasZero: boolean;
}

/** A whole number at a place, in digits or in words up to hundreds: "25", "двадцать пять", "forty-five", "a hundred and twenty". */
export function readNumber(tokens: readonly Token[], at: number): ReadNumber | null {
  const token = tokens[at];
  if (token?.kind === 'int')
    return { n: token.numbers[0] ?? 0, to: at + 1, isDigits: true, hasZero: /^0\d/.test(token.plain) };
  let total = 0;
  let below = 10_000;
  let to = at;
  for (let place = at; place < tokens.length && place < at + 8;) {
    const isJoined =
      to > at && (tokens[place]?.plain === '-' || (total >= 100 && senseAt(tokens, place, 'and') !== null));
    const word = senseAt(tokens, isJoined ? place + 1 : place, 'num');
    const n = word?.n ?? Number.NaN;
    const hundreds = n === 100 && to > at && total < 10 && total > 0;
    if (hundreds) total *= 100;
    else if (Number.isInteger(n) && n < below && (to === at || below >= 10)) total += n;
    else break;
    below = hundreds || n >= 100 ? 100 : n >= 20 ? 10 : 1;
    place = isJoined ? place + 2 : place + 1;
    to = place;
    if (below === 1 && !(total < 10 && senseAt(tokens, place, 'num')?.n === 100)) break;
  }
  return to > at ? { n: total, to, isDigits: false, hasZero: false } : null;
}

/** An ordinal at a place: "5-го", "21st", "двадцать пятого", "twenty-fifth". */
export function readOrdinal(tokens: readonly Token[], at: number): ReadNumber | null {
  const token = tokens[at];
  if (token?.kind === 'int') {
    let place = at + 1;
    if (tokens[place]?.plain === '-') place += 1;
    const suffix = tokens[place];
    const isSuffix = suffix?.isGlued === true && senseAt(tokens, place, 'suffix') !== null;
    return isSuffix ? { n: token.numbers[0] ?? 0, to: place + 1, isDigits: true, hasZero: false } : null;
  }
  const tens = senseAt(tokens, at, 'num');
  let place = at;
  let base = 0;
  if (tens && (tens.n === 20 || tens.n === 30 || tens.n === 40 || tens.n === 50)) {
    base = tens.n;
    place += 1;
    if (tokens[place]?.plain === '-') place += 1;
  }
  const ordinal = senseAt(tokens, place, 'ord');
  if (!ordinal || (base > 0 && ordinal.n > 9)) return null;
  return { n: base + ordinal.n, to: place + 1, isDigits: false, hasZero: false };
}

/** Amounts as they count units: "2", "1,5", "полтора", "a couple of", "2-3"; several when it was left open. */
export function readQuantity(tokens: readonly Token[], at: number): { amounts: number[]; to: number } | null {
  const token = tokens[at];
  if (token?.kind === 'pair' && (token.sign === ',' || token.sign === '.') && token.numbers.length === 2)
    return { amounts: [Number(token.plain.replace(',', '.'))], to: at + 1 };
  const isPlus = (place: number) => tokens[place]?.plain === '-' || tokens[place]?.plain === '–';
  if (senseAt(tokens, at, 'few')) return { amounts: [2, 3, 5], to: at + 1 };
  const fraction = senseAt(tokens, at, 'num');
  if (fraction && !Number.isInteger(fraction.n)) return { amounts: [fraction.n], to: at + 1 };
  if (senseAt(tokens, at, 'article')) {
    const inner = readQuantity(tokens, at + 1);
    return inner && tokens[at + 1]?.kind === 'word' && !senseAt(tokens, at + 1, 'article')
      ? inner
      : { amounts: [1], to: at + 1 };
  }
  if (senseAt(tokens, at, 'half') && token?.plain === 'half') {
    const to = senseAt(tokens, at + 1, 'article') ? at + 2 : at + 1;
    return { amounts: [0.5], to };
  }
  const first = readNumber(tokens, at);
  if (!first) return null;
  let to = first.to;
  if (senseAt(tokens, to, 'of')) to += 1;
  const hasGap = isPlus(to) || (senseAt(tokens, to, 'or', 'to') !== null && tokens[to]?.kind === 'word');
  const second = hasGap ? readNumber(tokens, to + 1) : null;
  if (second && second.n > first.n && second.n <= first.n + 10) return { amounts: [first.n, second.n], to: second.to };
  // "two and a half hours", "два с половиной часа"
  const tail = readHalfTail(tokens, to);
  return tail === null ? { amounts: [first.n], to } : { amounts: [first.n + 0.5], to: tail };
}

/** "and a half", "с половиной": the token after it, or null. */
export function readHalfTail(tokens: readonly Token[], at: number): number | null {
  if (!senseAt(tokens, at, 'and', 'from')) return null;
  const half = senseAt(tokens, at + 1, 'article') ? at + 2 : at + 1;
  return senseAt(tokens, half, 'half', 'halfofunit') && tokens[half]?.plain !== 'пол' ? half + 1 : null;
}
