import { foldName } from '#domain/duplicates/fold-words.ts';

/** What a person typed into the search, taken apart once for all kinds of records. */
export interface SearchedText {
  /** As typed, without what no record can contain, at most `maxLength` characters. */
  text: string;
  /** Its words of letters and digits, the first `maxWords`. */
  words: string[];
  /** The whole and its words in the one spelling that names have in all alphabets. */
  folded: string;
  foldedWords: string[];
  /** Patterns of numbers in E.164 that the text can be a part of: as typed, and begun as inside Russia with 8. */
  phone: string | null;
  russianPhone: string | null;
  /** A part of an e-mail address, a username or a domain, in small letters. */
  handle: string | null;
  /** What companies are registered under, when the text can be that. */
  taxId: string | null;
  /** A sum in the currency's smallest unit, when the text is a number. */
  amountCents: string | null;
}

export const maxLength = 100;
export const maxWords = 5;

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

/** Reads any text a person may type or paste; null when there is nothing in it that could be searched. */
export function readQuery(typed: string): SearchedText | null {
  // Pasted pages are cut before anything looks at them.
  const text = typed
    .slice(0, maxLength * 4)
    .normalize('NFC')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxLength)
    .toWellFormed()
    .trim();
  const words = (text.match(wordPattern) ?? []).filter((word) => /[\p{L}\p{N}]/u.test(word)).slice(0, maxWords);
  const folded = foldName(text);
  const foldedWords = folded.split(' ').slice(0, maxWords);
  if (words.length === 0 || folded === '') return null;
  return {
    text,
    words,
    folded,
    foldedWords,
    ...readPhone(text),
    handle: readHandle(text),
    taxId: /^[\dA-Z]{6,15}$/i.test(text) ? text : null,
    amountCents: readAmount(text),
  };
}

function readPhone(text: string): Pick<SearchedText, 'phone' | 'russianPhone'> {
  const digits = text.replaceAll(/\D/g, '');
  if (/[^\d\s()+.\-/–—]/u.test(text) || digits.length < 3 || digits.length > 15)
    return { phone: null, russianPhone: null };
  const isBegunWith8 = !text.startsWith('+') && digits.startsWith('8') && digits.length >= 4;
  return { phone: `%${digits}%`, russianPhone: isBegunWith8 ? `+7${digits.slice(1)}%` : null };
}

function readHandle(text: string): string | null {
  const handle = text
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?(?:t\.me\/|www\.|@)?/, '')
    .replace(/\/$/, '');
  // Letters of other alphabets stand in domains only, and those have a dot.
  const isWhole = /^[a-z\d._%+@-]{2,}$/.test(handle) || /^[\p{L}\d-]+(?:\.[\p{L}\d-]*)+$/u.test(handle);
  return isWhole && /[\p{L}\d]/u.test(handle) ? handle : null;
}

function readAmount(text: string): string | null {
  const match = /^(\d{1,3}(?:[ \u00a0',]\d{3})+|\d{1,12})(?:[.,](\d{1,2}))?(?:\s?(?:\p{Sc}|\p{L}{1,4}\.?))?$/iu.exec(
    text,
  );
  if (!match) return null;
  const whole = (match[1] ?? '').replaceAll(/\D/g, '');
  return whole === '' ? null : `${BigInt(whole) * 100n + BigInt((match[2] ?? '').padEnd(2, '0') || '0')}`;
}
