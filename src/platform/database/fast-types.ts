import { types } from 'pg';

/** As `pg` names the types of PostgreSQL's columns. */
type TypeId = Parameters<typeof types.getTypeParser>[0];
const timestamptz: number = types.builtins.TIMESTAMPTZ;
const textArray = 1009;
const uuidArray = 2951;

const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

/** A moment as PostgreSQL writes it in UTC, `2026-11-20 09:30:00.123+00`; null for any other form. */
export function parseUtcMoment(text: string): Date | null {
  const { length } = text;
  if (length < 22 || length > 29 || !text.endsWith('+00') || text.charCodeAt(10) !== 32) return null;
  const fraction = length === 22 ? '' : text.slice(20, length - 3);
  if (fraction !== '' && text.charCodeAt(19) !== 46) return null;
  const ms = fraction === '' ? 0 : digits(fraction.slice(0, 3).padEnd(3, '0'), 0, 3);
  const at = Date.UTC(
    digits(text, 0, 4),
    digits(text, 5, 7) - 1,
    digits(text, 8, 10),
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
    ms,
  );
  // Years below 100 mean the last century to Date.UTC.
  return Number.isNaN(at) || text.startsWith('00') ? null : new Date(at);
}

/** A list of texts without quotes, escapes, nulls or nesting, `{a,b}`; null for any other form. */
export function parsePlainArray(text: string): string[] | null {
  if (text === '{}') return [];
  if (/["\\]|NULL|^\{\{/i.test(text)) return null;
  return text.slice(1, -1).split(',');
}

type Parser = (text: string) => unknown;

function parserOf(oid: TypeId): Parser {
  const usual: Parser = types.getTypeParser(oid, 'text');
  const id: number = oid;
  if (id === timestamptz) return (text) => parseUtcMoment(text) ?? usual(text);
  if (id === textArray || id === uuidArray) return (text) => parsePlainArray(text) ?? usual(text);
  return usual;
}

const parsers = new Map<number, Parser>();

/**
 * `pg`'s own readings of a column's text, with short ways for moments and plain lists: a page of a list has hundreds of them,
 * and the general parsers cost more than the query.
 */
export const fastTypes = {
  getTypeParser(oid: TypeId, format?: 'text' | 'binary'): Parser {
    if (format === 'binary') return types.getTypeParser(oid, 'binary');
    let parser = parsers.get(oid);
    if (!parser) {
      parser = parserOf(oid);
      parsers.set(oid, parser);
    }
    return parser;
  },
};
