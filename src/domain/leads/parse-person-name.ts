import { findGivenName } from '#domain/leads/first-names.ts';
import type { Gender } from '#domain/leads/first-names.ts';
import { isFamilyName, isNameParticle, isNameTitle, undecline } from '#domain/leads/lead-line-name.ts';

/** A person's name in its parts; `confidence` from 0 to 1 says how much speaks for which part is which. */
export interface PersonName {
  first?: string;
  last?: string;
  patronymic?: string;
  confidence: number;
}

const patronymics: [RegExp, Gender, string][] = [
  [/(ович|евич|ьич)(?:а|у|ем|е)?$/iu, 'male', '$1'],
  [/(овн|евн|ичн|иничн)(?:а|ы|е|у|ой|ою)$/iu, 'female', '$1а'],
  [/(ovich|evich|yevich)$/iu, 'male', '$1'],
  [/(ovna|evna|ichna)$/iu, 'female', '$1'],
];
const turkic = /^(?:оглы|оглу|кызы|улы|uly|oglu|ogly|kyzy)$/iu;
const initials = /^(\p{Lu})\.\s?(?:(\p{Lu})\.?)?$/u;
const declinedFamily = /(?:ск|цк)(?:ому|ого)$|(?:ов|ев|ёв|ин|ын)(?:у|ым)$/iu;
const mostWords = 7;

/** Tells given name, surname and patronymic apart, in any order and case: "Козлову Петру Ильичу", "Smith, John", "Иванов И.И.". */
export function parsePersonName(text: string): PersonName {
  const [beforeComma = '', afterComma] = text.normalize('NFC').slice(0, 200).split(/,(.*)/su);
  const words = wordsOf(afterComma === undefined ? beforeComma : `${beforeComma} ${afterComma}`);
  if (words.length === 0 || words.length > mostWords) return { confidence: 0 };
  const left = wordsOf(beforeComma);
  const isTurned = afterComma !== undefined && left.length > 0 && left.length < words.length;
  const abbreviated = readInitials(words);
  if (abbreviated) return abbreviated;
  const found = words.findIndex((word) => patronymics.some(([pattern]) => pattern.test(word)) && word.length > 4);
  // "Рабинович" alone is a surname, after a given name with another word it is a patronymic.
  const patronymic = isPatronymic(words, found) ? found : -1;
  return patronymic === -1 ? withoutPatronymic(words, isTurned ? left.length : 0) : withPatronymic(words, patronymic);
}

function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Lu}\.)\s+(?=\p{Lu}\.)/gu, '$1')
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}]+|[^\p{L}\p{M}.'’-]+$/gu, ''))
    .filter((word) => word !== '' && !isNameTitle(word))
    .map((word) => (/\p{Ll}/u.test(word) || word.length < 3 ? word : capitalized(word)))
    .map((word) => (initials.test(word) || /^(?:\p{L}\.)+$/u.test(word) ? word : word.replace(/\.$/u, '')));
}

function readInitials(words: string[]): PersonName | null {
  const place = words.findIndex((word) => /^\p{Lu}\.(?:-?\p{Lu}\.?)*$/u.test(word));
  if (place === -1 || words.length !== 2) return null;
  const [first = '', second] = (words[place] ?? '').match(/\p{Lu}/gu) ?? [];
  const last = capitalized(words[1 - place] ?? '');
  const isRussian = /\p{Script=Cyrillic}/u.test(last);
  if (!isRussian) return { first: words[place] ?? '', last, confidence: 0.8 };
  return { first: `${first}.`, last, ...(second ? { patronymic: `${second}.` } : {}), confidence: 0.9 };
}

function isPatronymic(words: string[], place: number): boolean {
  if (place === -1) return false;
  if (words.length === 2 && place === 0) return false;
  const others = words.filter((_word, at) => at !== place);
  return others.some((word) => findGivenName(word) !== null || !isFamilyName(word)) || words.length === 3;
}

function withPatronymic(words: string[], place: number): PersonName {
  const rule = patronymics.find(([pattern]) => pattern.test(words[place] ?? ''));
  const gender = rule?.[1] ?? null;
  const patronymic = rule ? (words[place] ?? '').replace(rule[0], rule[2]) : (words[place] ?? '');
  // The given name stands right before the patronymic, hardly ever elsewhere.
  const before = place > 0 ? place - 1 : words.findIndex((word, at) => at !== place && findGivenName(word) !== null);
  const given = words[before] ?? '';
  const declined = patronymic !== words[place] || findGivenName(given)?.declined === true;
  const rest = words.filter((_word, at) => at !== place && at !== before && !turkic.test(words[at] ?? ''));
  const nominative = (word: string) => capitalized(declined ? undecline(word, gender) : word);
  const isKnown = findGivenName(given) !== null;
  return {
    ...(given ? { first: nominative(given) } : {}),
    ...(rest.length > 0 ? { last: rest.map(nominative).join(' ') } : {}),
    patronymic: capitalized(patronymic),
    confidence: (isKnown ? 0.97 : 0.8) - (declined ? 0.1 : 0),
  };
}

function withoutPatronymic(all: string[], lastCount: number): PersonName {
  const ends = all.findIndex((word, at) => at > 1 && turkic.test(word));
  const patronymic = ends > 1 ? `${capitalized(all[ends - 1] ?? '')} ${(all[ends] ?? '').toLowerCase()}` : null;
  const words = patronymic === null ? all : all.filter((_word, at) => at !== ends && at !== ends - 1);
  const roles = words.map((word) => findGivenName(word));
  const gender = roles.find((role) => role?.gender)?.gender ?? null;
  const isDeclined =
    (roles.some((role) => role?.declined === true) || words.some((word) => declinedFamily.test(word))) &&
    !roles.some((role) => role && !role.declined);
  const nominative = (word: string) => capitalized(isDeclined ? undecline(word, gender) : word);
  const build = (first: string[], last: string[], confidence: number): PersonName => ({
    ...(first.length > 0 ? { first: first.map(nominative).join(' ') } : {}),
    ...(last.length > 0 ? { last: last.map(nominative).join(' ') } : {}),
    ...(patronymic === null ? {} : { patronymic }),
    confidence: isDeclined ? confidence - 0.15 : confidence,
  });
  if (lastCount > 0) return build(words.slice(lastCount), words.slice(0, lastCount), 0.9);
  const [only = ''] = words;
  if (words.length === 1) {
    if (roles[0] && !roles[0].ambiguous) return build(words, [], 0.9);
    if (roles[0]) return build(words, [], 0.6);
    // A declined surname by itself: "Козлову".
    const basic = capitalized(undecline(only, null));
    return isFamilyName(basic)
      ? { last: basic, confidence: basic === capitalized(only) ? 0.7 : 0.55 }
      : build(words, [], 0.4);
  }
  const particle = words.findIndex((word, at) => at > 0 && isNameParticle(word));
  if (particle > 0) return build(words.slice(0, particle), words.slice(particle), 0.85);
  const likely = roles.map((role, at) => (role ? (isFamilyName(words[at] ?? '') && role.ambiguous ? 0.5 : 1) : 0));
  const firstGiven = likely.findIndex((score) => score === Math.max(...likely) && score > 0);
  if (firstGiven === -1) {
    const family = words.findIndex((word) => isFamilyName(word) && /\p{Script=Cyrillic}/u.test(word));
    if (family !== -1)
      return build(
        words.filter((_word, at) => at !== family),
        [words[family] ?? ''],
        0.6,
      );
    return build(words.slice(0, -1), words.slice(-1), 0.5);
  }
  if (firstGiven === 0) {
    // "María José García López", "Mary Jane Watson"
    let until = 1;
    while (until < words.length - 1 && roles[until] && !isFamilyName(words[until] ?? '')) until += 1;
    if (
      words.length === 3 &&
      until === 1 &&
      /\p{Script=Latin}/u.test(only) &&
      !/^(?:de|da)$/iu.test(words[1] ?? '') &&
      /^\p{L}\.?$/u.test(words[1] ?? '')
    )
      until = 2;
    return build(words.slice(0, until), words.slice(until), roles[1] && words.length === 2 ? 0.75 : 0.92);
  }
  return build(words.slice(firstGiven), words.slice(0, firstGiven), 0.88);
}

/** "иван" and "ИВАН" as "Иван"; what has capitals of its own stays. */
function capitalized(word: string): string {
  if (isNameParticle(word) && word === word.toLowerCase()) return word;
  if (word !== word.toLowerCase() && (word !== word.toUpperCase() || word.length < 2 || word.includes('.')))
    return word;
  return word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_all, before: string, letter: string) => before + letter.toUpperCase());
}
