import type { CustomValue } from '#domain/custom-fields/custom-values.ts';
import type { FieldRule } from '#domain/custom-fields/read-custom-value.ts';

const yes = new Set(['да', 'yes', 'y', 'true', '1', '+', 'истина', 'x', 'х', '✓']);
const no = new Set(['нет', 'no', 'n', 'false', '0', '-', 'ложь']);

/** The text of a cell without what our own exports put before a text that looks like a formula. */
export function plainCell(text: string): string {
  return /^'[\s\u200b\ufeff]*[=+\-@＝＋－＠]/.test(text) ? text.slice(1).trim() : text;
}

/** A number as people write it in Russian and English tables — "1 234,56", "1,234.56", "1234.5 ₽" — or null. */
export function parseNumber(text: string): number | null {
  const bare = text
    .normalize('NFKC')
    .replace(/(?:руб(?:лей|\.)?|р\.?|rub|usd|eur|[₽$€])$/iu, '')
    .replace(/^[₽$€]/u, '')
    .replace(/[\s'_]/g, '');
  const comma = bare.lastIndexOf(',');
  const point = bare.lastIndexOf('.');
  // The last of two different signs divides the fraction; a single one does unless three digits follow a comma again and again.
  const isThousands = point < 0 && /^-?\d{1,3}(,\d{3}){2,}$/.test(bare);
  const decimal = isThousands ? '' : comma > point ? ',' : '.';
  const digits = Array.from(bare, (sign) => (sign === ',' || sign === '.' ? (sign === decimal ? '.' : '') : sign)).join(
    '',
  );
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(digits) ? Number(digits) : null;
}

/** A day as YYYY-MM-DD from 2026-11-20, 20.11.2026, 20/11/2026 or a whole moment; null when it is none. */
export function parseDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text);
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})$/.exec(text);
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : local
      ? [Number(local[3]) + (local[3]?.length === 2 ? 2_000 : 0), Number(local[2]), Number(local[1])]
      : [0, 0, 0];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

/** A cell as the value that a field of this kind may take; what does not fit is left as text, to be refused by the field. */
export function customText(rule: FieldRule, text: string): CustomValue {
  switch (rule.kind) {
    case 'number':
      return parseNumber(text) ?? text;
    case 'boolean':
      return yes.has(text.toLowerCase()) ? true : no.has(text.toLowerCase()) ? false : text;
    case 'date':
      return parseDay(text) ?? text;
    case 'select':
      return choiceOf(rule, text);
    case 'multiselect':
      return text.split(/[,;\n]/).flatMap((part) => (part.trim() === '' ? [] : [choiceOf(rule, part.trim())]));
    case 'text':
    case 'url':
    case 'phone':
    case 'email':
      return text;
  }
}

/** Two-letter code of a language as a table names it. */
export function parseLanguage(text: string): 'ru' | 'en' | null {
  const word = text.toLowerCase();
  if (/^(ru|rus|рус|русский|russian)/.test(word)) return 'ru';
  return /^(en|eng|англ|английский|english)/.test(word) ? 'en' : null;
}

function choiceOf(rule: FieldRule, text: string): string {
  return rule.options.find((option) => option.toLowerCase() === text.toLowerCase()) ?? text;
}
