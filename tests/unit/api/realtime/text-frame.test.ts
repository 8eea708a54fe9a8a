import { expect, test } from 'vitest';
import { textFrame } from '#api/realtime/text-frame.ts';

// RFC 6455, section 5.2: final text frame, no mask, and the length in 7, 16 or 64 bits.
test.each([
  [0, [0x81, 0]],
  [125, [0x81, 125]],
  [126, [0x81, 126, 0, 126]],
  [65_535, [0x81, 126, 0xff, 0xff]],
  [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
])('a text of %i bytes has the head that the protocol asks for, and stays as it was written', (length, head) => {
  const frame = textFrame('x'.repeat(length));
  expect([...frame.subarray(0, head.length)]).toEqual(head);
  expect(frame.subarray(head.length).toString()).toBe('x'.repeat(length));
});

test('letters of several bytes are counted as bytes', () => {
  expect([...textFrame('ёж').subarray(0, 2)]).toEqual([0x81, 4]);
});
