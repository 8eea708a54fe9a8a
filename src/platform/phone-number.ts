import type { CountryCode, NumberType, PhoneNumber } from 'libphonenumber-js/max';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface ParsedPhone {
  /** Such as "+79161234567". */
  e164: string;
  /** ISO 3166-1 alpha-2; null when several countries share the number's range. */
  country: string | null;
  extension: string | null;
  /** Such as MOBILE or FIXED_LINE; null when the number plan does not say. */
  type: NumberType | null;
}

/**
 * One phone number as people write it, or null when it is not a valid number. `defaultCountry` (ISO 3166-1 alpha-2) is how
 * a number without a country code is read; the Russian trunk prefix 8 and the international prefixes 00 and 8~10 are known.
 */
export function parsePhone(text: string, defaultCountry: string): ParsedPhone | null {
  const cleaned = toAsciiDigits(text)
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .trim();
  if (cleaned.length > 60) return null;
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  for (const candidate of readings(cleaned)) {
    const parsed = parsePhoneNumberFromString(
      candidate,
      country ? { defaultCountry: country, extract: false } : { extract: false },
    );
    if (parsed?.isValid()) return toParsed(parsed);
  }
  return null;
}

/** The number as its own country writes it abroad, such as "+7 916 123-45-67"; the text itself when it is not a number. */
export function formatPhone(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164);
  return parsed?.country === 'RU' || parsed?.country === 'KZ'
    ? e164.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4')
    : (parsed?.formatInternational() ?? e164);
}

const russianZones = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
];
const zoneCache = new Map<string, string[]>();
const zoneCacheLimit = 10_000;

/**
 * Every IANA time zone in which the number's holder may be, by the number alone; empty when nothing is known. A Russian
 * mobile number may be anywhere in Russia, because numbers move with their owners between regions.
 */
export async function candidateTimeZones(e164: string): Promise<string[]> {
  const parsed = parsePhoneNumberFromString(e164);
  if (!parsed) return [];
  if (parsed.country === 'RU' && parsed.nationalNumber.startsWith('9')) return [...russianZones];
  const known = zoneCache.get(e164);
  if (known) return [...known];
  const { timezones } = await import('libphonenumber-geo-carrier');
  const zones = ((await timezones(parsed)) ?? []).filter((zone) => zone !== 'Etc/Unknown');
  if (zoneCache.size >= zoneCacheLimit) zoneCache.clear();
  zoneCache.set(e164, zones);
  return [...zones];
}

/** The ways a text may have been meant, the likelier first. */
function readings(text: string): string[] {
  const digits = text.replace(/\D/g, '');
  const list = [text];
  if (text.startsWith('+8') && digits.length === 11) list.push(`+7${digits.slice(1)}`);
  if (!text.startsWith('+')) {
    if (/^8\D*10/.test(text) && digits.length > 12) list.push(`+${digits.slice(3)}`);
    if (digits.startsWith('00')) list.push(`+${digits.slice(2)}`);
    if (digits.length === 11 && /^[78]/.test(digits)) list.push(`+7${digits.slice(1)}`);
    if (digits.length >= 11 && !digits.startsWith('0')) list.push(`+${digits}`);
  }
  return list;
}

function toParsed(parsed: PhoneNumber): ParsedPhone {
  const country: CountryCode | undefined = parsed.country;
  return {
    e164: parsed.number,
    country: country ?? null,
    extension: parsed.ext ?? null,
    type: parsed.getType() ?? null,
  };
}

/** Digits of other scripts (Arabic-Indic, full-width …) as 0–9. */
function toAsciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    if (code < 128) return digit;
    // Decimal digits come in runs of ten that start at a code point whose predecessor is no digit.
    let zero = code;
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}
