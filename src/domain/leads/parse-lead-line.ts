import { takeCompany } from '#domain/leads/lead-line-company.ts';
import { hole, takeContacts } from '#domain/leads/lead-line-contacts.ts';
import { readName, withSurnameBefore } from '#domain/leads/lead-line-name.ts';
import type { FoundName } from '#domain/leads/lead-line-name.ts';
import { findGivenName } from '#domain/leads/first-names.ts';
import {
  contactLabels,
  danglingPreposition,
  leadIns,
  leadOnly,
  nameLabels,
  namePrepositions,
  urgency,
} from '#domain/leads/lead-line-words.ts';

/** A lead as one line of free text tells it. */
export interface LeadLine {
  name: string | null;
  /** E.164 */
  phone: string | null;
  email: string | null;
  /** Without @ */
  telegramUsername: string | null;
  companyName: string | null;
  /** Everything that the other fields do not say, in its order; null when nothing is left. */
  note: string | null;
  /** Fields that are a guess, or of which the line gave several: a person should look at them. */
  unsure: string[];
}

const longestLine = 4_000;

/**
 * Reads a lead from one line as a manager types it, in Russian or English, with names in any alphabet: "Мария, +7 916
 * 123-45-67, хочет тест-драйв в субботу". No word is lost: what is not understood stands in `note`, what is guessed in `unsure`.
 */
export function parseLeadLine(text: string, options: { defaultCountry: string; language: 'ru' | 'en' }): LeadLine {
  const line = text
    .normalize('NFC')
    .slice(0, longestLine)
    .replace(/[\u200b-\u200f\u2060\ufeff\ue000\ue001]/g, '')
    .trim();
  const contacts = takeContacts(line, options.defaultCountry);
  const segments = splitSegments(contacts.rest);
  const company = takeCompany(segments);
  const name = takeName(segments);
  const alone = name && !company.companyName ? loneCompany(segments, name.segment) : null;
  if (alone !== null && segments[alone]) {
    company.companyName = segments[alone].text;
    company.isSure = false;
    segments[alone] = { ...segments[alone], text: '' };
  }
  const unsure = [
    ...(!name || name.found.score < 50 || name.hasRival ? ['name'] : []),
    ...contacts.unsure,
    ...(company.companyName && !company.isSure ? ['companyName'] : []),
  ];
  const extension =
    contacts.extension === null
      ? []
      : [options.language === 'ru' ? `доб. ${contacts.extension}` : `ext. ${contacts.extension}`];
  const note = joinNote([...segments.map(cleaned), ...extension, ...contacts.others]);
  return {
    name: name?.found.name ?? null,
    phone: contacts.phone,
    email: contacts.email,
    telegramUsername: contacts.telegramUsername,
    companyName: company.companyName,
    note,
    unsure,
  };
}

/** A part of the line between separators; `beforeHole` when something was taken out right after it. */
export interface Segment {
  text: string;
  beforeHole: boolean;
}

function splitSegments(rest: string): Segment[] {
  const marked = unglue(rest.replace(/[(<]\s*\ue000\s*[)>]/gu, hole))
    // A full stop separates after a word, not after an initial or an abbreviation.
    .replace(/(\p{L}{3,})[.!]+(?=\s+\p{L})/gu, (all, word: string) =>
      /^(?:тел|моб|сот|руб|тыс|млн|стр|корп|кварт|prof|inc|ltd|corp|ave|ext|доб|обл|ред|адм|зам|дир|гор|просп|mrs)$/iu.test(
        word,
      )
        ? all
        : `${word}\n`,
    )
    .replace(/\s[-–—]+\s|\s[-–—]+(?=\ue000)|(?<=\ue000)[-–—]+/gu, '\n')
    // "Имя: Зарина Телефон: …": a form that was pasted in one line.
    .replace(/\s+(\p{Lu}\p{L}{1,20}:)(?=\s|\ue000)/gu, (all, word: string) =>
      findGivenName(word.slice(0, -1)) ? all : `\n${word}`,
    )
    .replace(/[,;|\t•·]+|\s\/\s|\r?\n/gu, '\n');
  const segments: Segment[] = [];
  for (const part of marked.split(/\n/)) {
    const pieces = part.split(hole);
    pieces.forEach((piece, place) => segments.push({ text: tidy(piece), beforeHole: place < pieces.length - 1 }));
  }
  return segments;
}

/** Words that were joined by dashes or underscores for lack of spaces are words again; "тест-драйв" stays one. */
function unglue(text: string): string {
  return text
    .replace(/_+/g, ' ')
    .replace(/[\p{Extended_Pictographic}\ufe0f\u200d]+/gu, ' ')
    .replace(/(?<=\p{L})\+(?=\p{L})/gu, ' + ')
    .replace(/\ue000(?=[\p{L}\p{N}])/gu, `${hole} `)
    .replace(/(?<![\p{L}\p{N}])\p{L}+(?:[-–—]\p{L}+){2,}/gu, (chain) =>
      /^(?:\p{L}{1,3}-)+\p{L}{1,3}$/u.test(chain) ? chain : regroup(chain),
    )
    .replace(/(\p{L}{2,})[-–—](\p{L}{2,})/gu, (pair, left: string, right: string) =>
      isGluedPair(left, right) ? `${left}\n${right}` : pair,
    )
    .replace(/(\p{L}{2,})[-–—]+(?=\ue000)/gu, '$1')
    .replace(/\ue000[\s]*[-–—]+(?=\p{L})/gu, hole);
}

function regroup(chain: string): string {
  return chain
    .replace(/[-–—]/g, ' ')
    .replace(/тест драйв/giu, (pair) => pair.replace(' ', '-'))
    .replace(/test drive/gi, 'test-drive');
}

function isGluedPair(left: string, right: string): boolean {
  const isWish =
    /^(?:хоч|прос|интерес|ищ|нуж|перезвон|позвон|спраш|жд|заказ|wants?$|needs?$|asks?$|looking$|interested$|call$)/iu.test(
      right,
    );
  return isWish && (findGivenName(left) !== null || /^\p{Lu}/u.test(left));
}

interface NameInSegment {
  found: FoundName;
  segment: number;
  /** Another name stands in the line that speaks for itself as much. */
  hasRival: boolean;
}

/** Finds the person's name, takes it out of its segment, and keeps the rest of it. */
function takeName(segments: Segment[]): NameInSegment | null {
  const candidates: { found: FoundName; segment: number; prefix: string; words: string[] }[] = [];
  segments.forEach(({ text }, segment) => {
    for (const candidate of namesIn(text)) candidates.push({ ...candidate, segment });
  });
  candidates.sort((a, b) => b.found.score - firstComes(b.segment) - (a.found.score - firstComes(a.segment)));
  const [best] = candidates;
  if (!best) return null;
  const after = best.words.slice(best.found.to).join(' ');
  const before = [best.prefix, best.words.slice(0, best.found.from).join(' ')].filter((part) => part !== '').join(' ');
  const rival = candidates.find(
    (other) =>
      other !== best &&
      other.found.score >= 64 &&
      best.found.score >= 64 &&
      other.found.name !== best.found.name &&
      !best.found.name.includes(other.found.name) &&
      (other.segment !== best.segment || other.found.from >= best.found.to),
  );
  const present = segments[best.segment];
  if (present) segments[best.segment] = { ...present, text: tidy(`${stripPreposition(before)} ${after}`) };
  return { found: best.found, segment: best.segment, hasRival: rival !== undefined };
}

/** Of equals the earlier counts, but only a little: a real name further on beats a guess at the start. */
function firstComes(segment: number): number {
  return Math.min(segment, 4) * 2;
}

function namesIn(text: string): { found: FoundName; prefix: string; words: string[] }[] {
  if (text === '') return [];
  const label = nameLabels.exec(text);
  if (label) {
    const words = wordsOf(text.slice(label.index + label[0].length));
    const found = readName(words, 0, 'plain');
    if (found) return [{ found: { ...found, score: 100 }, prefix: text.slice(0, label.index).trim(), words }];
  }
  const found: { found: FoundName; prefix: string; words: string[] }[] = [];
  const { prefix, rest, place } = stripLeadIn(text);
  const words = wordsOf(rest);
  // "Иванову Петру Сергеевичу отправить КП": the endings tell the case where no word before does.
  const start = readName(words, 0, place === 'plain' && isDeclinedName(words) ? 'declined' : place);
  if (start) found.push({ found: start, prefix, words });
  for (let at = 1; at < words.length; at += 1) {
    const given = findGivenName(words[at] ?? '');
    if (!given) continue;
    const isRussian = /\p{Script=Cyrillic}/u.test(words[at] ?? '');
    const follows = namePrepositions.test(words[at - 1] ?? '');
    const declines = isRussian && (follows || given.declined);
    // "Dubai Marina": a part of another proper name.
    if (!isRussian && /^\p{Lu}\p{Ll}/u.test(words[at - 1] ?? '') && !findGivenName(words[at - 1] ?? '')) continue;
    // "in June": a month, unless a surname follows.
    if (!isRussian && given.ambiguous && !/^\p{Lu}\p{Ll}/u.test(words[at + 1] ?? '')) continue;
    if (given.ambiguous && !follows && !/^\p{Lu}/u.test(words[at] ?? '')) continue;
    const inside = readName(words, at, declines ? 'declined' : 'plain');
    if (inside)
      found.push({
        found: { ...withSurnameBefore(inside, words), score: Math.min(inside.score, declines ? 46 : 66) },
        prefix,
        words,
      });
  }
  return found;
}

/** Whether a line begins with a full name of which every part is declined. */
function isDeclinedName(words: string[]): boolean {
  const name = words.slice(0, 3).filter((word) => /^\p{Lu}/u.test(word));
  const given = name.map((word) => findGivenName(word)).find((found) => found !== null);
  return given?.declined === true && name.length > 1 && name.some((word) => declinedPart.test(word));
}

const declinedPart = /(?:(?:ов|ев|ин|ын)(?:у|ой)|ск(?:ому|ой)|(?:ович|евич|ьич)(?:у|ем)|(?:вн|чн)(?:е|ой))$/iu;

function stripLeadIn(text: string): { prefix: string; rest: string; place: 'plain' | 'declined' } {
  let rest = text;
  let place: 'plain' | 'declined' = 'plain';
  const kept: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const leadIn = leadIns.find(({ pattern }) => pattern.test(rest)) ?? labelBefore(rest);
    if (!leadIn) break;
    const [taken = ''] = leadIn.pattern.exec(rest) ?? [];
    const after = rest.slice(taken.length);
    const pressing = urgency.exec(taken)?.[0];
    if (leadIn.keep) kept.push(taken.trim());
    else if (pressing) kept.push(pressing);
    if (leadIn.place === 'declined') place = 'declined';
    rest = after;
  }
  return { prefix: kept.join(' '), rest, place };
}

const label = /^[\p{L}-]{2,20}:\s+(?=\S)/u;

/** "Urgent: …": a word that only introduces the rest, unless it is a name itself. */
function labelBefore(text: string) {
  const word = label.exec(text)?.[0].split(':')[0];
  return word && !findGivenName(word) ? { pattern: label, place: 'plain' as const, keep: true } : null;
}

function wordsOf(text: string): string[] {
  return text
    .split(/\s+/u)
    .map((word) => word.replace(/^[«"“„'(]+|[»"”'):!?]+$/gu, '').replace(/(?<=\p{L}{3})\.$/u, ''))
    .filter((word) => word !== '');
}

function stripPreposition(before: string): string {
  return before.replace(/(?:^|\s)(?:для|от|с|со|for|from|with)$/iu, '');
}

/** A short capitalized segment beside the name that is neither wish nor person: probably the company. */
function loneCompany(segments: Segment[], nameSegment: number): number | null {
  const place = segments.findIndex(
    ({ text }, at) =>
      at > nameSegment &&
      at <= nameSegment + 2 &&
      /^\p{Lu}[\p{L}\p{N}&.'’-]*(?: \p{Lu}[\p{L}\p{N}&.'’-]*){0,2}$/u.test(text) &&
      namesIn(text).every((one) => one.found.score < 64) &&
      takeCompany.couldBe(text),
  );
  return place === -1 ? null : place;
}

function cleaned(segment: Segment): string {
  if (!segment.beforeHole) return segment.text;
  return tidy(segment.text.replace(contactLabels, '').replace(danglingPreposition, ''));
}

function joinNote(parts: string[]): string | null {
  const left = parts
    .map((part) => tidy(part).replace(/(?<=\p{L}{2})\.$/u, ''))
    .filter(
      (part) =>
        /[\p{L}\p{N}]/u.test(part) && !contactLabelOnly.test(part) && (!leadOnly.test(part) || urgency.test(part)),
    );
  return left.length === 0 ? null : left.join(', ');
}

const contactLabelOnly =
  /^(?:тел(?:ефон)?|моб|номер|почта|e-?mail|mail|phone|mobile|cell|tel|tg|тг|телеграм|telegram|number|имя|name|и|and)[.:]?$/iu;

function tidy(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.,;:!?>–—/|-]+|[\s,;:–—/|-]+$/gu, '')
    .replace(/^\(\s*\)$|\(\s*\)/gu, '')
    .trim();
}
