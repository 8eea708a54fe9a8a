import { expect, test } from 'vitest';
import { isTooComplex } from '#api/middleware/json-shape.ts';

test('32 levels of nesting pass and 33 do not', () => {
  expect(isTooComplex('['.repeat(32) + ']'.repeat(32))).toBe(false);
  expect(isTooComplex('['.repeat(33) + ']'.repeat(33))).toBe(true);
});

test('a body with a million keys is refused without being parsed', () => {
  const body = `{${Array.from({ length: 1_000_000 }, (_, index) => `"${index}":1`).join(',')}}`;
  expect(isTooComplex(body)).toBe(true);
});

test('brackets, commas and escaped quotes inside strings do not count', () => {
  expect(isTooComplex(JSON.stringify({ text: `${'['.repeat(100)} \\" ${','.repeat(50_000)}` }))).toBe(false);
});
