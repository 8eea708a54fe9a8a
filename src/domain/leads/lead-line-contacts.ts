import { parsePhone } from '#platform/phone-number.ts';

/** Where something was taken out of a line; never typed by people. */
export const hole = '\ue000';

export interface TakenContacts {
  /** The line with a hole for each thing taken out. */
  rest: string;
  phone: string | null;
  /** The internal number behind the phone. */
  extension: string | null;
  email: string | null;
  telegramUsername: string | null;
  /** Further numbers and addresses, as they were written. */
  others: string[];
  unsure: string[];
}

const emailPattern = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.\p{L}{2,24}/gu;
const telegramLink = /(?:https?:\/\/)?(?:t|telegram)\.me\/@?([A-Za-z]\w{3,31})\/?/gi;
const telegramName = /(?<![\p{L}\p{N}._])@([A-Za-z]\w{3,31})(?![\p{L}\p{N}_]|\.\p{L})/gu;
const telegramLabeled =
  /(?<![\p{L}\p{N}])(?:tg|тг|телеграмм?|телега|telegram|ник)\s*[:=–—-]?\s*([A-Za-z]\w*[\d_]\w*|(?<=[:=]\s*)[A-Za-z]\w{3,31})(?![\p{L}\p{N}_@.]*@)/giu;

/** Takes telephone numbers, e-mail addresses and Telegram usernames out of a line. */
export function takeContacts(line: string, defaultCountry: string): TakenContacts {
  const emails: string[] = [];
  const usernames: string[] = [];
  const rest = line
    .replace(emailPattern, (email) => take(emails, email.toLowerCase().replace(/^[.-]+/, '')))
    .replace(telegramLink, (_all, name: string) => take(usernames, name))
    .replace(telegramName, (_all, name: string) => take(usernames, name))
    .replace(telegramLabeled, (_all, name: string) => take(usernames, name));
  const phones = takePhones(rest, defaultCountry);
  const [email = null, ...moreEmails] = [...new Set(emails)];
  const [telegramUsername = null, ...moreUsernames] = [...new Set(usernames)];
  const [first, ...morePhones] = phones.found;
  const others = [...morePhones.map((phone) => phone.e164), ...moreEmails, ...moreUsernames.map((name) => `@${name}`)];
  return {
    rest: phones.rest,
    phone: first?.e164 ?? null,
    extension: first?.extension ?? null,
    email,
    telegramUsername,
    others,
    unsure: [
      ...(morePhones.length > 0 || phones.doubtful || first?.isElsewhere ? ['phone'] : []),
      ...(moreEmails.length > 0 ? ['email'] : []),
      ...(moreUsernames.length > 0 ? ['telegramUsername'] : []),
    ],
  };
}

function take(into: string[], value: string): string {
  into.push(value);
  return hole;
}

/** How many stretches of digits are tried as a number; a line of thousands of digits is no list of telephones. */
const mostTries = 400;

interface FoundPhone {
  e164: string;
  extension: string | null;
  /** Written without a country code in a line of another country's language, whose number it may be as well. */
  isElsewhere: boolean;
}

const run = /(?:\+\s?)?[(\d][\d\s().\u00a0\u2010-\u2015~-]*\d/gu;
const extensionAfter = /^[\s,]*(?:доб(?:авочный)?\.?|внутр?\.?|ext(?:ension)?\.?|x)\s*[:#]?\s*(\d{1,6})(?!\d)/iu;
/** What numbers are that are none of a telephone. */
const otherNumberBefore =
  /(?:(?<!\p{L})(?:инн|огрн(?:ип)?|кпп|снилс|окпо|бик|сч[её]т\p{L}*|карт\p{L}*|договор\p{L}*|заказ\p{L}*|накладн\p{L}*|артикул\p{L}*|id|order|invoice|contract|ticket|case|vat|account|budget|price|бюджет\p{L}*|сумм\p{L}*|цен\p{L}*|за|стоимост\p{L}*)|№|#|\$|€|£|₽)\s*(?:[:=№#-]|no\.?|номер)*\s*$/iu;
const moneyAfter = /^\s*(?:руб|р\.|₽|\$|€|£|тыс|млн|долл|евро|тенге|usd|eur|rub|k\b|шт|кв|м2|км|сом)/iu;
const date = /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/gu;
const clock = /(?<!\d)\d{1,2}:\d{2}(?!\d)/gu;

function takePhones(line: string, defaultCountry: string): { rest: string; found: FoundPhone[]; doubtful: boolean } {
  // Dates keep their length but lose their digits while numbers are looked for.
  // A line without a Cyrillic letter may be about a number of an English-speaking country.
  const isForeign = /\p{Script=Latin}/u.test(line) && !/\p{Script=Cyrillic}/u.test(line);
  const countries = isForeign ? [defaultCountry, 'US', 'GB'] : [defaultCountry];
  const shadow = line
    .replace(date, (text) => '\ue001'.repeat(text.length))
    .replace(clock, (text) => '\ue001'.repeat(text.length));
  const found: FoundPhone[] = [];
  let rest = '';
  let done = 0;
  let doubtful = false;
  const tries = { left: mostTries };
  for (const match of shadow.matchAll(run)) {
    const from = match.index;
    if (from < done) continue;
    const until = from + match[0].length;
    if (otherNumberBefore.test(line.slice(Math.max(0, from - 30), from)) || moneyAfter.test(line.slice(until)))
      continue;
    for (const piece of splitRun(match[0], countries, tries)) {
      const begin = from + piece.start;
      let end = from + piece.end;
      if (!piece.e164) {
        doubtful ||= piece.digits >= 6 && piece.digits <= 15;
        continue;
      }
      const extension = extensionAfter.exec(line.slice(end));
      if (extension) end += extension[0].length;
      rest += line.slice(done, begin) + hole;
      done = end;
      if (found.some((phone) => phone.e164 === piece.e164)) continue;
      const written = line.slice(begin, from + piece.end);
      found.push({ e164: piece.e164, extension: extension?.[1] ?? null, isElsewhere: isElsewhere(written, countries) });
    }
  }
  return { rest: rest + line.slice(done), found, doubtful: doubtful && found.length === 0 };
}

/** Whether a number without a country code may belong to another country than the one it was read for. */
function isElsewhere(written: string, countries: string[]): boolean {
  if (written.startsWith('+') || countries.length === 1) return false;
  return (
    new Set(countries.flatMap((country) => parsePhone(written, country)?.e164 ?? [])).size > 1 ||
    !parsePhone(written, countries[0] ?? '')
  );
}

const american = /^\(?\d{3}\)?[\s.-]?\d{3}[\s.-]\d{4}$/;

function readPhone(written: string, countries: string[]) {
  const order = american.test(written) && countries.includes('US') ? ['US', ...countries] : countries;
  for (const country of order) {
    const parsed = parsePhone(written, country);
    if (parsed) return parsed;
  }
  return null;
}

interface Piece {
  start: number;
  end: number;
  e164: string | null;
  digits: number;
}

/** A run of digits as the numbers in it: several may stand side by side, or beside other digits. */
function splitRun(text: string, countries: string[], tries: { left: number }): Piece[] {
  const groups = [...text.matchAll(/\+?\s?\(?\d+\)?/g)].map((match) => ({
    start: match.index + (match[0].length - match[0].trimStart().length),
    end: match.index + match[0].length,
    digits: match[0].replace(/\D/g, '').length,
  }));
  let best: (Piece & { first: number; last: number; rank: number }) | null = null;
  for (let first = 0; first < groups.length; first += 1) {
    let digits = 0;
    for (let last = first; last < groups.length && tries.left > 0; last += 1) {
      digits += groups[last]?.digits ?? 0;
      if (digits > 16) break;
      if (digits < 7) continue;
      const start = groups[first]?.start ?? 0;
      const end = groups[last]?.end ?? 0;
      const candidate = text.slice(start, end);
      tries.left -= 1;
      const parsed = tries.left > 0 ? readPhone(candidate, countries) : null;
      if (!parsed) continue;
      const trunk = /^[78]/.test(candidate.replace(/\D/g, '')) && digits === 11;
      const rank = (candidate.startsWith('+') ? 1_000 : trunk ? 500 : 0) + digits * 10 - first;
      if (!best || rank > best.rank) best = { start, end, e164: parsed.e164, digits, first, last, rank };
    }
  }
  if (!best) return [{ start: 0, end: text.length, e164: null, digits: text.replace(/\D/g, '').length }];
  const { start, end, e164, digits } = best;
  const before = text.slice(0, start);
  const after = text.slice(end);
  const side = (part: string, offset: number) =>
    part.replace(/\D/g, '').length < 7
      ? []
      : splitRun(part, countries, tries).map((piece) => ({
          ...piece,
          start: piece.start + offset,
          end: piece.end + offset,
        }));
  return [...side(before, 0), { start, end, e164, digits }, ...side(after, end)];
}
