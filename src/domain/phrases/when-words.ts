import { englishTimeWords } from '#domain/phrases/when-words-en.ts';
import { russianTimeWords } from '#domain/phrases/when-words-ru.ts';

/** One thing that a word may say about time; many words say several, and their neighbours decide. */
export interface Sense {
  kind: string;
  n: number;
  name: string;
}

const adjectiveEndings = 'ий ый ой ая яя ое ее ие ые его ого ей ем ом ему ому им ым их ых ими ыми ую юю'.split(' ');

const senses = new Map<string, Sense[]>();
for (const line of `${russianTimeWords}${englishTimeWords}`.split('\n')) {
  const [head = '', ...forms] = line.trim().split(/\s+/);
  if (head === '') continue;
  const [, kind = '', name = '', n = '0'] = /^([a-z0-9_]+)(?::(\w+))?(?:=([\d.]+))?$/.exec(head) ?? [];
  const sense: Sense = { kind, name, n: Number(n) };
  for (const form of forms) {
    const spelled = form.endsWith('~') ? adjectiveEndings.map((ending) => form.slice(0, -1) + ending) : [form];
    for (const word of spelled) {
      const plain = plainWord(word);
      const known = senses.get(plain) ?? [];
      if (!known.some((one) => one.kind === kind && one.n === sense.n && one.name === name)) known.push(sense);
      senses.set(plain, known);
    }
  }
}

/** A word as the table has it: lower case, "е" for "ё", a plain apostrophe. */
export function plainWord(word: string): string {
  return word.toLowerCase().replaceAll('ё', 'е').replaceAll('’', "'");
}

/** What a word says about time, exactly as it is spelled; nothing for a word that says nothing. */
export function sensesOf(plain: string): readonly Sense[] {
  return senses.get(plain) ?? [];
}

/** The words that a misspelled one may stand for: the long ones that name a day, a month, a unit or the way to it. */
export const wordsWorthGuessing: readonly string[] = [...senses]
  .filter(
    ([word, meant]) =>
      word.length >= 5 &&
      meant.some(({ kind }) =>
        ['day', 'weekday', 'month', 'unit', 'through', 'next', 'weekend', 'tonight'].includes(kind),
      ),
  )
  .map(([word]) => word);
