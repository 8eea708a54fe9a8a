import { editDistance } from '#domain/duplicates/edit-distance.ts';
import { formsOf, isSameGivenName } from '#domain/duplicates/short-name-words.ts';

/** How alike two names are. */
export interface NameLikeness {
  /** 0 … 1 */
  score: number;
  /** How many whole words of one are found in the other. */
  words: number;
  /** Both say at least two words and hardly one of them is the same: two different people. */
  contradicts: boolean;
}

/** Compares two folded names word by word, in any order, with typos, short forms, initials and words that one leaves out. */
export function nameLikeness(one: string, other: string): NameLikeness {
  const [shorter, longer] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.length - b.length);
  if (!shorter || !longer || shorter.length === 0) return { score: 0, words: 0, contradicts: false };
  const pairs = shorter
    .flatMap((word, at) => longer.map((candidate, beside) => ({ at, beside, score: wordLikeness(word, candidate) })))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const used = { at: new Set<number>(), beside: new Set<number>() };
  let sum = 0;
  let words = 0;
  for (const { at, beside, score } of pairs) {
    if (used.at.has(at) || used.beside.has(beside)) continue;
    used.at.add(at);
    used.beside.add(beside);
    sum += score;
    if (score >= 0.6) words += 1;
  }
  const mean = sum / shorter.length;
  const isWhole = used.at.size === shorter.length;
  const score = Math.max(0, (isWhole ? mean : mean * 0.5) - 0.04 * (longer.length - shorter.length));
  return { score, words, contradicts: shorter.length >= 2 && score < 0.5 };
}

/** How alike two folded words are, 0 … 1. */
function wordLikeness(one: string, other: string): number {
  if (one === other) return 1;
  if (isSameGivenName(one, other)) return 0.95;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length === 1) return long.startsWith(short) ? 0.5 : 0;
  // A man's and a woman's surname: mostly two people of one family.
  if (long === `${short}a`) return 0.6;
  const distance = editDistance(one, other, 2);
  if (distance === 1) return short.length >= 4 ? 0.9 : short.length === 3 ? 0.6 : 0;
  return distance === 2 && short.length >= 7 ? 0.8 : 0;
}

export function wordsOf(folded: string): string[] {
  return [...new Set(folded.split(' ').filter((word) => word !== ''))].slice(0, 5);
}

/** The same folded name in the other forms of its given names, the name itself first; twenty at most. */
export function variantsOf(folded: string): string[] {
  const words = wordsOf(folded);
  const variants = words.flatMap((word, place) =>
    formsOf(word)
      .filter((form) => form !== word)
      .map((form) => words.with(place, form).join(' ')),
  );
  return [...new Set([words.join(' '), ...variants])].slice(0, 20);
}
