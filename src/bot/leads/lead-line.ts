import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/max';
import { parsePhone } from '#platform/phone-number.ts';

/** What one line about a person says. */
export interface LeadLine {
  name: string;
  phone: string | null;
  email: string | null;
  telegramUsername: string | null;
  note: string | null;
}

const emailPattern = /[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/u;
const usernamePattern = /(?<![\p{L}\d.])@([A-Za-z]\w{4,31})\b/u;
const urlPattern = /https?:\/\/t\.me\/([A-Za-z]\w{4,31})/i;
const nameWord = /^\p{Lu}[\p{L}'’-]*$/u;

/** Reads name, phone, e-mail, username and the rest from a line such as "Anna Petrova +7 999 123-45-67 wants a quote". */
export function readLeadLine(line: string, defaultCountry: string): LeadLine {
  let rest = line.replace(/\s+/g, ' ').trim();
  const take = (pattern: RegExp, group = 0): string | null => {
    const match = pattern.exec(rest);
    if (!match) return null;
    rest = `${rest.slice(0, match.index)} | ${rest.slice(match.index + match[0].length)}`;
    return match[group] ?? null;
  };
  const email = take(emailPattern)?.toLowerCase() ?? null;
  const telegramUsername = take(urlPattern, 1) ?? take(usernamePattern, 1);
  const phone = takePhone(rest, defaultCountry);
  if (phone) rest = `${rest.slice(0, phone.start)} | ${rest.slice(phone.end)}`;
  const pieces = rest
    .split('|')
    .map((piece) => piece.replace(/^[\s,;:.—–-]+|[\s,;:—–-]+$/g, ''))
    .filter((piece) => piece !== '');
  const { name, remainder } = splitName(pieces);
  return { name, phone: phone?.e164 ?? null, email, telegramUsername, note: remainder === '' ? null : remainder };
}

function takePhone(text: string, defaultCountry: string): { e164: string; start: number; end: number } | null {
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  const [found] = findPhoneNumbersInText(text, country ? { defaultCountry: country } : {});
  const known = found ? parsePhone(found.number.number, defaultCountry) : null;
  if (found && known) return { e164: known.e164, start: found.startsAt, end: found.endsAt };
  const digits = /\+?\d[\d\s()-]{8,}\d/.exec(text);
  const parsed = digits ? parsePhone(digits[0], defaultCountry) : null;
  return digits && parsed ? { e164: parsed.e164, start: digits.index, end: digits.index + digits[0].length } : null;
}

// The first one to three capitalised words are the name; without any, the first piece is.
function splitName(pieces: string[]): { name: string; remainder: string } {
  const [first = '', ...others] = pieces;
  const [head = '', ...tail] = first.split(/[,;]\s*/);
  const words = head.split(' ');
  let count = 0;
  while (count < 3 && nameWord.test(words[count] ?? '')) count += 1;
  if (count === 0) count = Math.min(words.length, words.length > 3 ? 2 : 3);
  const remainder = [words.slice(count).join(' '), ...tail, ...others].filter((piece) => piece !== '').join(', ');
  return { name: words.slice(0, count).join(' ').slice(0, 120), remainder: remainder.slice(0, 1000) };
}

/** Whether a text is likely about a person: it names a number, an address or a username, or is short and starts with a name. */
export function looksLikeLead(line: LeadLine, text: string): boolean {
  if (line.name === '') return false;
  if (line.phone || line.email || line.telegramUsername) return true;
  return text.length <= 200 && !text.includes('?') && /^\p{Lu}[\p{L}'’-]+ \p{Lu}/u.test(text);
}
