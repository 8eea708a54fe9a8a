import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storable, storableText } from '#platform/storable.ts';

test('A text keeps everything but NUL and halves of surrogate pairs.', () => {
  expect(storableText('a\0b 👩‍👩‍👧 \u202e')).toBe('ab 👩‍👩‍👧 \u202e');
  expect(storableText('x\ud800y')).toBe('x\ufffdy');
});

test('Texts and keys at every depth are made storable, and other values stay what they are.', () => {
  const date = new Date();
  const given = { 'k\0': ['a\0', { b: '\udc00' }], date, number: 1, nothing: null };
  expect(storable(given)).toEqual({ k: ['a', { b: '\ufffd' }], date, number: 1, nothing: null });
});

test('A value that is storable already is returned itself.', () => {
  fc.assert(fc.property(fc.jsonValue({ noUnicodeString: true }), (value) => storable(value) === value));
});
