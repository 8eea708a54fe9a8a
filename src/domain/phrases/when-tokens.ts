import { plainWord, sensesOf } from '#domain/phrases/when-words.ts';
import type { Sense } from '#domain/phrases/when-words.ts';
import { sensesOfTypo } from '#domain/phrases/words-with-typos.ts';

/** A piece of the text: a word, a number, two or three numbers with a sign between them, or a sign. */
export interface Token {
  kind: 'word' | 'int' | 'pair' | 'iso' | 'sign' | 'other';
  from: number;
  to: number;
  plain: string;
  isCapital: boolean;
  /** No space before it. */
  isGlued: boolean;
  senses: readonly Sense[];
  /** int: one number; pair: two or three; iso: year, month, day and perhaps hour and minute. */
  numbers: number[];
  /** What stands between the numbers of a pair. */
  sign: string;
}

/** Numbers that are no time: of telephones, accounts and prices; and addresses. */
const foreign =
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,255}|https?:\/\/\S+|\+1[\s(-]{0,2}\d{3}[\s)-]{0,2}\d{3}[\s-]?\d{4}(?!\d)|\+(?![17][\s(-]?\d{3})\d[\d\s()-]{7,16}\d|\+?(?<!\d)[78][\s(-]{0,2}\d{3}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)|(?<!\d)\(?\d{3}\)?[\s-]\d{3}[\s-]\d{4}(?!\d)|(?<!\d)\d{7,}|[№#$€£₽]\s?\d[\d.,]*|\d{1,3}(?: \d{3})+(?!\d|[:.]\d)|\d[\d.,]*\s?[%₽$€£]/gu;
const piece =
  /(?<iso>\d{4}(?<between>[-/.])\d{1,2}\k<between>\d{1,2}(?:[T ]\d{1,2}:\d{2})?(?!\d))|(?<pair>\d{1,2}(?<sign>[./:,])\d{1,2}(?:\k<sign>(?:\d{4}|\d{2}))?(?![\d])|\d{1,2}-\d{1,2}-\d{4}(?!\d)|\d{1,2}\/\d{1,2}\/\d{4}(?!\d))|(?<int>\d+)|(?<word>\p{L}[\p{L}'’\p{M}]*(?:\.m(?![\p{L}]))?)|(?<other>\S)/gu;

/** Cuts a text into tokens with what each may say about time. Time is linear in the text's length. */
export function tokensOf(text: string): Token[] {
  const shown = text.replace(foreign, (all) => '\ue000'.repeat(all.length));
  const isRussian = /\p{Script=Cyrillic}/u.test(shown);
  const tokens: Token[] = [];
  for (const match of shown.matchAll(piece)) {
    const [all] = match;
    const { iso, pair, int, word } = match.groups ?? {};
    const plain = word ? inOneAlphabet(plainWord(all), isRussian) : plainWord(all);
    const kind = iso ? 'iso' : pair ? 'pair' : int ? 'int' : word ? 'word' : all === '\ue000' ? 'other' : 'sign';
    if (kind === 'other' && tokens.at(-1)?.kind === 'other') continue;
    const told = word || all === '@' ? sensesOf(plain) : [];
    // "noonish"
    const exact = told.length === 0 && /.ish$/.test(plain) ? sensesOf(plain.slice(0, -3)) : told;
    tokens.push({
      kind,
      from: match.index,
      to: match.index + all.length,
      plain,
      isCapital: word !== undefined && all !== all.toLowerCase(),
      isGlued: tokens.length > 0 && tokens.at(-1)?.to === match.index,
      senses: word && exact.length === 0 ? sensesOfTypo(plain) : exact,
      numbers: int || pair || iso ? all.split(/\D+/).map(Number) : [],
      sign: pair ? (/\D/.exec(all)?.[0] ?? '') : '',
    });
  }
  return tokens;
}

const twins: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  k: 'к',
  b: 'в',
  m: 'м',
  t: 'т',
};

/** Latin letters that look like Cyrillic ones, in a Russian word or alone in a Russian line, are Cyrillic. */
function inOneAlphabet(word: string, isRussian: boolean): string {
  const isMixed = /[a-z]/.test(word) && (/\p{Script=Cyrillic}/u.test(word) || (isRussian && word.length === 1));
  return isMixed ? word.replace(/[a-z]/g, (letter) => twins[letter] ?? letter) : word;
}

/** The meaning of the given kind that the token at a place may have. */
export function senseAt(tokens: readonly Token[], at: number, ...kinds: string[]): Sense | null {
  return tokens[at]?.senses.find(({ kind }) => kinds.includes(kind)) ?? null;
}
