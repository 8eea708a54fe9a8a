import { expect, test } from 'vitest';
import { parseByteRange } from '#api/files/byte-range.ts';

test('a range inside the file is taken as asked, with its end cut to the file', () => {
  expect(parseByteRange('bytes=0-99', 1_000)).toEqual({ start: 0, end: 99 });
  expect(parseByteRange('bytes=900-5000', 1_000)).toEqual({ start: 900, end: 999 });
  expect(parseByteRange('bytes=500-', 1_000)).toEqual({ start: 500, end: 999 });
});

test('a suffix range means the last bytes, at most the whole file', () => {
  expect(parseByteRange('bytes=-100', 1_000)).toEqual({ start: 900, end: 999 });
  expect(parseByteRange('bytes=-5000', 1_000)).toEqual({ start: 0, end: 999 });
});

test('a range outside the file cannot be satisfied', () => {
  expect(parseByteRange('bytes=1000-', 1_000)).toBe('unsatisfiable');
  expect(parseByteRange('bytes=-0', 1_000)).toBe('unsatisfiable');
  expect(parseByteRange('bytes=0-', 0)).toBe('unsatisfiable');
});

test.each([undefined, '', 'bytes=-', 'bytes=5-2', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=a-b'])(
  'the header %o asks for no single range, so the whole file is sent',
  (header) => {
    expect(parseByteRange(header, 1_000)).toBeNull();
  },
);
