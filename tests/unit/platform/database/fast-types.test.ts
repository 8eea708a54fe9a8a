import fc from 'fast-check';
import { types } from 'pg';
import { expect, test } from 'vitest';
import { fastTypes, parsePlainArray, parseUtcMoment } from '#platform/database/fast-types.ts';

const timestamptz = types.builtins.TIMESTAMPTZ;
type Parser = (text: string) => unknown;
const usual: Parser = types.getTypeParser(timestamptz, 'text');

test('a moment reads as pg reads it, whatever its fraction', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999_999 }),
      fc.boolean(),
      (date, micros, hasFraction) => {
        const seconds = date.toISOString().slice(0, 19).replace('T', ' ');
        const fraction = String(micros).padStart(6, '0').replace(/0+$/, '');
        const text = `${seconds}${hasFraction && fraction !== '' ? `.${fraction}` : ''}+00`;
        expect(parseUtcMoment(text)).toEqual(usual(text));
      },
    ),
  );
});

test.each([
  'infinity',
  '-infinity',
  '2026-11-20 12:30:00+03',
  '2026-11-20 12:30:00.5+05:30',
  '0044-03-15 10:00:00+00 BC',
])('a moment in another form is left to pg: %s', (text) => {
  expect(parseUtcMoment(text)).toBeNull();
  expect(fastTypes.getTypeParser(timestamptz)(text)).toEqual(usual(text));
});

test.each([
  ['{}', []],
  ['{a}', ['a']],
  ['{+79161234567,+79161234568}', ['+79161234567', '+79161234568']],
])('a plain list takes the short way: %s', (text, list) => {
  expect(parsePlainArray(text)).toEqual(list);
});

test.each(['{"a,b",c}', '{NULL,a}', '{"a\\"b"}', '{{a,b},{c,d}}', '{"",x}', '{nullable}'])(
  'a list with quotes, nulls or lists in it is left to pg: %s',
  (text) => {
    expect(parsePlainArray(text)).toBeNull();
  },
);
