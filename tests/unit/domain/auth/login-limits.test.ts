import { expect, test } from 'vitest';
import { createLoginLimits } from '#domain/auth/login-limits.ts';

const now = new Date('2026-11-20T12:00:00Z');
const anna = 'anna@example.com';

test('Five wrong passwords close an account to that address alone; its owner elsewhere is not kept waiting.', () => {
  const limits = createLoginLimits();
  for (let count = 0; count < 5; count += 1) limits.failed(anna, '203.0.113.7', now);
  expect(limits.waitMs(anna, '203.0.113.7', now)).toBeGreaterThan(0);
  expect(limits.waitMs(anna, '198.51.100.1', now)).toBe(0);
  expect(limits.waitMs(anna, '203.0.113.7', new Date(now.getTime() + 15 * 60_000))).toBe(0);
});

test('Guesses at many accounts from many addresses slow every failure and close nobody out.', () => {
  const limits = createLoginLimits();
  expect(limits.delayMs(anna, now)).toBe(0);
  for (let count = 0; count < 1_500; count += 1)
    limits.failed(`user-${count}@example.com`, `10.${count >> 8}.${count & 255}.1`, now);
  expect(limits.delayMs(anna, now)).toBe(2_000);
  expect(limits.waitMs(anna, '198.51.100.1', now)).toBe(0);
});

test('One address may ask for three links for one person and for twenty in all in a quarter of an hour.', () => {
  const limits = createLoginLimits();
  const asked = Array.from({ length: 5 }, () => limits.mayAskForReset(anna, '203.0.113.7', now));
  expect(asked).toEqual([true, true, true, false, false]);
  expect(limits.mayAskForReset(anna, '198.51.100.1', now)).toBe(true);
  const others = Array.from({ length: 20 }, (_, place) =>
    limits.mayAskForReset(`user-${place}@example.com`, '203.0.113.7', now),
  );
  expect(others.filter(Boolean)).toHaveLength(15);
});
