import { englishPhrases, englishWords } from '#integrations/offline-ai/sentiment/english-words.ts';
import { russianPhrases, russianWords } from '#integrations/offline-ai/sentiment/russian-words.ts';
import { normalize, phrase, raw } from '#integrations/offline-ai/text/words.ts';

const exact = new Map<string, number>();
const families = new Map<string, number>();
let longestFamily = 0;
for (const [weight, words] of [...russianWords, ...englishWords]) {
  for (const word of words.trim().split(/\s+/)) {
    if (!word.endsWith('*')) {
      exact.set(word, weight);
      continue;
    }
    families.set(word.slice(0, -1), weight);
    longestFamily = Math.max(longestFamily, word.length - 1);
  }
}

const phrases = [...russianPhrases, ...englishPhrases].map(([weight, pattern]) => ({
  weight,
  pattern: new RegExp(phrase(pattern).source, 'gu'),
}));

const negators = new Set(
  `не ни без нет никак никаких никакой никакого никакая нисколько ничуть вовсе отнюдь вряд ничего
  not no never without nor neither hardly barely scarcely cannot cant dont wont isnt wasnt doesnt didnt nothing none`
    .trim()
    .split(/\s+/),
);
/** Said after the word they deny: «претензий нет», «проблем не возникло». */
const trailingDenial = /^\s+(?:нет|не было|не возник\S*|не име\S+|не вижу|не наблюда\S+|отсутству\S+)(?!\p{L})/u;
const intensifiers =
  /^(?:очень|крайне|просто|невероятно|совершенно|абсолютно|сильно|настолько|максимально|весьма|реально|действительно|полностью|такой|такая|такие|такое|very|really|extremely|so|absolutely|totally|incredibly|super|completely|truly|highly|such|utterly)$/;
const softeners =
  /^(?:немного|чуть|слегка|несколько|чуточку|капельку|отчасти|довольно|slightly|somewhat|fairly|bit|little|kinda|mildly|partly)$/;
/** «Ужасно рада» is very glad, not terrible. */
const emotionalIntensifier = /^(?:ужасно|страшно|безумно|дико|жутко|чертовски|terribly|awfully|insanely|crazy)$/;
const contrast = /(?:^|[\s,;])(?:но|однако|зато|but|however|although)\s/u;
/** What another supplier did is no mood towards us. */
const aboutOthers = phrase(
  raw`
    (?:прошл|предыдущ|бывш|прежн|друг)\S+ (?:поставщик|подрядчик|компани|фирм|агентств|магазин|мастер|
    менеджер)\S*|конкурент\S*|(?:last|previous|former|old|other|another) (?:supplier|vendor|provider|company|
    agency|contractor|dealer|shop)|competitors?
  `,
);
const condition = phrase('если|вдруг|будто|if|unless|whether|suppose');

/** The mood of one sentence: negative below 0, positive above, 0 when nothing in it tells. Roughly −4 … 4. */
export function scoreSentence(text: string, isQuestion: boolean): number {
  const normalized = normalize(text);
  const clauses = normalized.split(contrast);
  // What follows «но» is what the speaker wants to be heard.
  let score = 0;
  for (const [index, clause] of clauses.entries()) {
    const share = clauses.length === 1 ? 1 : index === clauses.length - 1 ? 1.25 : 0.6;
    score += share * scoreClause(clause, isQuestion);
  }
  return /!/.test(text) ? score * 1.15 : score;
}

function scoreClause(clause: string, isQuestion: boolean): number {
  const isAboutOthers = aboutOthers.test(clause);
  let score = 0;
  let rest = clause;
  for (const { weight, pattern } of phrases) {
    rest = rest.replace(pattern, (found: string) => {
      score += soften(isAboutOthers ? weight * 0.35 : weight, isQuestion);
      // Commas keep negation from leaking over what was taken out.
      return `,${' '.repeat(Math.max(0, found.length - 2))},`;
    });
  }
  const tokens = [...rest.matchAll(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*|[,;:.!?—–]/gu)];
  const isConditional = condition.test(clause);
  for (const [index, token] of tokens.entries()) {
    const word = token[0];
    const weight = weightOf(word);
    if (weight === 0) continue;
    const nextWeight = weightOf(tokens[index + 1]?.[0] ?? '');
    if (emotionalIntensifier.test(word) && nextWeight > 0) continue;
    const before = wordsBefore(tokens, index);
    const isDenied = before.some(isNegator) || trailingDenial.test(rest.slice(token.index + word.length));
    let value = isDenied ? deny(weight) : weight;
    const neighbor = before.at(-1) ?? '';
    if (intensifiers.test(neighbor) || emotionalIntensifier.test(neighbor)) value *= isDenied && weight > 0 ? 0.8 : 1.4;
    else if (softeners.test(neighbor)) value *= 0.6;
    if (isConditional) value *= 0.5;
    if (isAboutOthers) value *= 0.35;
    score += soften(value, isQuestion);
  }
  return score;
}

/** Up to three words before, within the same part of the sentence. */
function wordsBefore(tokens: readonly RegExpExecArray[], index: number): string[] {
  const words: string[] = [];
  for (let at = index - 1; at >= 0 && words.length < 3; at -= 1) {
    const word = tokens[at]?.[0] ?? '';
    if (!/^[\p{L}\p{N}]/u.test(word) || /^(?:и|а|что|как|чтобы|and|that|as|because|потому)$/.test(word)) break;
    words.unshift(word);
  }
  return words;
}

function isNegator(word: string): boolean {
  return negators.has(word) || word.endsWith("n't");
}

/** «Не отлично» is worse than neutral, «не ужасно» only slightly better. */
function deny(weight: number): number {
  return weight > 0 ? -0.9 * weight : -0.6 * weight;
}

/** «Есть хорошие варианты?» praises nothing; «почему так плохо?» complains nevertheless. */
function soften(weight: number, isQuestion: boolean): number {
  if (!isQuestion) return weight;
  return weight > 0 ? weight * 0.25 : weight * 0.7;
}

function weightOf(word: string): number {
  const known = exact.get(word);
  if (known !== undefined) return known;
  for (let length = Math.min(longestFamily, word.length); length >= 3; length -= 1) {
    const family = families.get(word.slice(0, length));
    if (family !== undefined) return family;
  }
  // «По-хамски», "well-made": the part that weighs most speaks for the whole.
  const [strongest = 0] = word.includes('-')
    ? word
        .split('-')
        .map(weightOf)
        .toSorted((a, b) => Math.abs(b) - Math.abs(a))
    : [];
  return strongest;
}
