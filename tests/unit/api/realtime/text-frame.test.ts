import { Receiver } from 'ws';
import { expect, test } from 'vitest';
import { textFrame } from '#api/realtime/text-frame.ts';

test.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('a client reads a text of %i bytes as it was written', (length) => {
  const receiver = new Receiver({ isServer: false });
  const heard: string[] = [];
  receiver.on('message', (data) => heard.push(String(data)));
  receiver.write(textFrame('x'.repeat(length)));
  expect(heard).toEqual(['x'.repeat(length)]);
});

test('letters of several bytes are counted as bytes', () => {
  expect([...textFrame('ёж').subarray(0, 2)]).toEqual([0x81, 4]);
});
