import { expect, test } from 'vitest';
import { createAddressReader, isLoopback } from '#api/middleware/client-address.ts';

test('what an untrusted peer writes into X-Forwarded-For is ignored', () => {
  const read = createAddressReader(['10.0.0.0/8']);
  expect(read('203.0.113.7', '127.0.0.1')).toBe('203.0.113.7');
});

test('a trusted proxy names the client, and addresses the client put before its own are ignored', () => {
  const read = createAddressReader(['10.0.0.0/8']);
  expect(read('10.1.2.3', '127.0.0.1, 198.51.100.9')).toBe('198.51.100.9');
  expect(read('::ffff:10.1.2.3', '198.51.100.9, 10.9.9.9')).toBe('198.51.100.9');
});

test('a trusted proxy that names nonsense leaves the last address that could be believed', () => {
  const read = createAddressReader(['10.0.0.1', '2001:db8::/32']);
  expect(read('10.0.0.1', 'nonsense')).toBe('10.0.0.1');
  expect(read('2001:db8::1', '198.51.100.9')).toBe('198.51.100.9');
});

test('a missing peer address is never taken for the own machine', () => {
  const read = createAddressReader([]);
  expect(read(undefined, '127.0.0.1')).toBe('unknown');
  expect(isLoopback('unknown')).toBe(false);
  expect(isLoopback('127.0.0.1')).toBe(true);
});

test('a trusted proxy that is no address stops the start', () => {
  expect(() => createAddressReader(['proxy.internal'])).toThrow(/proxy\.internal/);
});
