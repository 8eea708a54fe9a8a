import { findGivenName } from '#domain/leads/first-names.ts';
import type { Gender, KnownName } from '#domain/leads/first-names.ts';
import { beginsWish, isPredicate, isThing, looksLikeVerb } from '#domain/leads/lead-line-words.ts';
import type { NamePlace } from '#domain/leads/lead-line-words.ts';

/** A person's name found among words. */
export interface FoundName {
  name: string;
  /** Words `from` up to, not including, `to`. */
  from: number;
  to: number;
  /** 0 … 100: how much speaks for it. Below 50 a person should look at it. */
  score: number;
}

const titles = /^(?:mr|mrs|ms|miss|dr|prof|mx|sir|г-н|г-жа|гн|господин|госпож[аеи]|др|д-р)\.?$/iu;
const particles =
  /^(?:de|del|della|da|dos|di|du|la|le|van|von|der|den|ter|bin|ibn|al|el|abu|ben|оглы|кызы|ибн|аль|бен|де|ла|фон|ван)$/iu;
const initial = /^(?:\p{Lu}\.){1,3}$|^[B-HJ-Z]$/u;
const patronymic = /(?:ович|евич|ьич|овна|евна|ична|инична)(?:а|у|ем|е|ы|ой)?$/iu;
const surname =
  /(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|енко|чук|щук|нюк|дзе|швили|ян|янц|ович|евич|баев|баева|ко|ук|юк|ых|их|ер|ман|штейн)$/iu;
const declinedSurname = /(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ой)$|(?:с|ц)к(?:ого|ому|им|ой|ую)$/iu;

/** Whether a word has the ending of a surname. */
export function isFamilyName(word: string): boolean {
  return surname.test(word) && word.length > 3;
}
/** "van", "de", "bin": a part of the surname after it. */
export function isNameParticle(word: string): boolean {
  return particles.test(word);
}
/** "Mr.", "г-жа": no part of the name. */
export function isNameTitle(word: string): boolean {
  return titles.test(word);
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word) && /\p{Ll}/u.test(word);
}
function isShouted(word: string): boolean {
  return word.length > 1 && /^\p{Lu}[\p{Lu}'’.-]*$/u.test(word);
}
/** Letters of a script that has no capitals: Arabic, Hebrew, Chinese, Georgian … */
function isCaseless(word: string): boolean {
  return /^[\p{Lo}\p{M}'’.-]+$/u.test(word);
}
function isLetters(word: string): boolean {
  return /^\p{L}[\p{L}\p{M}'’.-]*$/u.test(word);
}
function isOrdinary(word: string): boolean {
  return beginsWish(word) || isThing(word) || (looksLikeVerb(word) && !surname.test(word));
}

/** The name that begins at a word, or null when none does. `place` says whether the words before it decline it. */
export function readName(words: string[], from: number, place: NamePlace): FoundName | null {
  let at = from;
  const parts: string[] = [];
  while (titles.test(words[at] ?? '')) {
    parts.push(words[at] ?? '');
    at += 1;
  }
  while (initial.test(words[at] ?? '') && words[at + 1] !== undefined) {
    parts.push(words[at] ?? '');
    at += 1;
  }
  const first = words[at];
  if (first === undefined || !isLetters(first)) return null;
  const given = findGivenName(first);
  if (given && isUsable(given, words, at, place)) return readKnown(words, from, at, parts, given);
  if (isOrdinary(first)) return null;
  return readUnknown(words, from, at, parts, place);
}

/** An ordinary word that is a name too counts when it is written or placed as a name. */
function isUsable(given: KnownName, words: string[], at: number, place: NamePlace): boolean {
  const word = words[at] ?? '';
  if (given.declined) return place === 'declined' || isCapital(word) || isShouted(word);
  if (!given.ambiguous) return true;
  const next = words[at + 1];
  if (!isCapital(word) && !isShouted(word)) return at === 0 && next === undefined;
  return next === undefined || isCapital(next) || beginsWish(next) || at > 0 || /\p{Script=Cyrillic}/u.test(word);
}

function readKnown(words: string[], from: number, at: number, parts: string[], given: KnownName): FoundName {
  const word = words[at] ?? '';
  const isDeclined = given.declined;
  parts.push(isDeclined ? matchCase(given.name, word) : word);
  let to = at + 1;
  let guessed = isDeclined;
  const allLower = !isCapital(word) && !isShouted(word);
  for (let count = 0; to < words.length && count < 3; count += 1, to += 1) {
    const next = words[to] ?? '';
    if (initial.test(next) || particles.test(next)) {
      parts.push(next);
      continue;
    }
    if (!isLetters(next)) break;
    const known = findGivenName(next);
    const isFamily = patronymic.test(next) || surname.test(next) || (isDeclined && declinedSurname.test(next));
    // "Greg House": a thing written as a surname at the end, which a person should look at.
    const isLastThing =
      isThing(next) && isCapital(next) && !allLower && to === words.length - 1 && /^\p{Script=Latin}+$/u.test(next);
    if (
      isOrdinary(next) &&
      !isLastThing &&
      !(isFamily && isCapital(next)) &&
      !(known && isCapital(next) && !known.ambiguous)
    )
      break;
    guessed ||= isLastThing;
    const sameStyle = allLower ? !isCapital(next) : isCapital(next) || isShouted(next) || (isFamily && !/-/.test(next));
    if (!sameStyle) break;
    if (allLower && !isFamily && !known) {
      // In lower case nothing tells a surname from the next word, unless a wish begins or the words end after it.
      const ends = words[to + 1] === undefined || beginsWish(words[to + 1] ?? '');
      if (!ends || next.includes('-') || /\p{Script=Cyrillic}/u.test(next)) break;
      guessed = true;
    }
    parts.push(isDeclined ? undecline(next, given.gender) : next);
  }
  while (to > at + 1 && particles.test(words[to - 1] ?? '')) {
    parts.pop();
    to -= 1;
  }
  const name = parts.map(tidyCase).join(' ');
  return { name, from, to, score: guessed ? 45 : given.ambiguous && !isCapital(word) ? 48 : allLower ? 75 : 85 };
}

function readUnknown(words: string[], from: number, at: number, parts: string[], place: NamePlace): FoundName | null {
  const first = words[at] ?? '';
  const likeFirst = isCapital(first) ? isCapital : isShouted(first) ? isShouted : isCaseless(first) ? isCaseless : null;
  let to = at;
  while (to < words.length && to - at < 5) {
    const word = words[to] ?? '';
    const belongs = likeFirst
      ? likeFirst(word) || initial.test(word) || (particles.test(word) && likeFirst(words[to + 1] ?? ''))
      : isLetters(word) && !isCapital(word);
    // "Nguyễn Văn An": a short last word of a name may be an article elsewhere.
    const isShortLast = to > at && to === words.length - 1 && isCapital(word) && /^\p{Script=Latin}{2,3}$/u.test(word);
    if (!belongs || (to > at && isOrdinary(word) && !surname.test(word) && !isShortLast)) break;
    if (isOrdinary(word) && !likeFirst) break;
    to += 1;
  }
  if (to === at) return null;
  const taken = words.slice(at, to);
  const isWhole = to === words.length;
  // Nobody is followed by an infinitive: "Напомни позвонить" is no name.
  const beforeWish = !isWhole && isPredicate(words[to] ?? '') && !/(?:ть|ться|ти)$/iu.test(words[to] ?? '');
  const count = taken.length;
  const hasFamily =
    taken.some((word) => surname.test(word) || patronymic.test(word)) ||
    taken.some((word) => findGivenName(word) !== null);
  const hasGiven = taken.some((word) => {
    const given = findGivenName(word);
    return given !== null && !given.declined;
  });
  const gender = genderOf(taken);
  const name = [...parts, ...(place === 'declined' ? taken.map((word) => undecline(word, gender)) : taken)]
    .map(tidyCase)
    .join(' ');
  const titled = parts.length > 0;
  if (hasGiven && (likeFirst || isWhole || beforeWish))
    return { name, from, to, score: place === 'declined' ? 47 : 78 };
  if (likeFirst) {
    if (!isWhole && !beforeWish) {
      // "Ремонт квартиры …" or "Zaphod tomorrow": a capital letter that may only begin the line.
      return titled || (hasFamily && count > 1)
        ? { name, from, to, score: 50 }
        : at === 0
          ? { name, from, to, score: count > 1 ? 40 : 22 }
          : null;
    }
    const hasInitial = words.slice(from, to).some((word) => initial.test(word));
    const score =
      place === 'declined'
        ? 42
        : titled || hasInitial
          ? 60
          : count > 1
            ? 62
            : isCaseless(first)
              ? 44
              : beforeWish
                ? 52
                : 40;
    return { name, from, to, score };
  }
  if ((isWhole || beforeWish) && count <= 3)
    return { name, from, to, score: hasFamily && count > 1 ? 40 : beforeWish ? 28 : 25 };
  return null;
}

function genderOf(words: string[]): Gender | null {
  for (const word of words) {
    const gender = findGivenName(word)?.gender;
    if (gender) return gender;
    if (/(?:ов|ев|ёв|ин|ын|ск|цк|вн|чн)ой$/iu.test(word)) return 'female';
  }
  return null;
}

/** The name with the surname that stands before it: "Козлов Пётр Ильич". */
export function withSurnameBefore(found: FoundName, words: string[]): FoundName {
  const before = words[found.from - 1] ?? '';
  const given = findGivenName(words[found.from] ?? '');
  const isFamily = surname.test(before) || (given?.declined === true && declinedSurname.test(before));
  if (!given || !isFamily || before.length < 4 || isThing(before) || !(isCapital(before) || isShouted(before)))
    return found;
  const family = given.declined ? undecline(before, given.gender) : before;
  return { ...found, from: found.from - 1, name: `${tidyCase(family)} ${found.name}` };
}

/** A Russian surname or patronymic in its basic form, when its ending shows the case. */
export function undecline(written: string, gender: Gender | null): string {
  const word = isShouted(written) ? tidyCase(written) : written;
  const given = findGivenName(word);
  if (given) return given.declined ? matchCase(given.name, word) : word;
  const rules: [RegExp, string][] =
    gender === 'female'
      ? [
          [/(ов|ев|ёв|ин|ын)(?:ой|у)$/iu, '$1а'],
          [/(ск|цк)(?:ой|ую)$/iu, '$1ая'],
          [/(вн|чн)(?:е|ы|у|ой)$/iu, '$1а'],
        ]
      : [
          [/(ов|ев|ёв|ин|ын)(?:а|у|ым|е)$/iu, '$1'],
          [/(ск|цк)(?:ого|ому|им)$/iu, '$1ий'],
          [/(ович|евич|ьич)(?:а|у|ем)$/iu, '$1'],
          [/(ук|юк|ян|янц|ман|штейн|ер|ич|ик|ак)(?:а|ом|ем)$/iu, '$1'],
          [/(в|ст)(?:ого|ому)$/iu, '$1ой'],
          [/([бдзлмнпрстфц])(?:ого|ому)$/iu, '$1ый'],
          [/([бвгджзклмнпрстфхцчшщ])у$/iu, '$1'],
        ];
  for (const [pattern, replacement] of rules) {
    if (pattern.test(word)) return word.replace(pattern, replacement);
  }
  return word;
}

function matchCase(name: string, like: string): string {
  return isCapital(like) || isShouted(like) ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** "иван" and "ИВАН" as "Иван"; what has its own capitals, like McDonald, stays. */
function tidyCase(word: string): string {
  if (particles.test(word) && word === word.toLowerCase()) return word;
  if (word !== word.toLowerCase() && !isShouted(word)) return word;
  if (initial.test(word)) return word;
  return word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_all, before: string, letter: string) => before + letter.toUpperCase());
}
