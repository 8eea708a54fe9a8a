import { expect, test } from 'vitest';
import { createRateLimiter, defaultRateLimits, scaledRateLimits } from '#api/middleware/rate-limits.ts';

test('each caller has a share of its own in each minute, and a new one in the next', () => {
  let now = 1_000_000;
  const limiter = createRateLimiter({ write: 2 }, () => now);
  expect([1, 2, 3].map(() => limiter.take('write', 'anna').remaining)).toEqual([1, 0, -1]);
  expect(limiter.take('write', 'oleg').remaining).toBe(1);
  expect(limiter.take('read', 'anna').remaining).toBeGreaterThan(0);
  now += 60_000;
  expect(limiter.take('write', 'anna').remaining).toBe(1);
});

test('the answer says in how many seconds the share is full again', () => {
  let now = 1_000_000;
  const limiter = createRateLimiter({}, () => now);
  limiter.take('read', 'anna');
  now += 45_500;
  expect(limiter.take('read', 'anna').resetSec).toBe(15);
});

test('a flood of addresses shares one count once the table is full', () => {
  const limiter = createRateLimiter({ secret: 10 }, () => 1_000_000);
  for (let index = 0; index < 50_000; index += 1) limiter.take('secret', `address ${index}`);
  const strangers = Array.from({ length: 11 }, (_, index) => limiter.take('secret', `stranger ${index}`).remaining);
  expect(strangers.at(-1)).toBe(-1);
  expect(limiter.take('secret', 'address 0').remaining).toBe(8);
});

test('one number scales every limit, and none of them becomes zero', () => {
  expect(scaledRateLimits(1)).toEqual(defaultRateLimits);
  expect(scaledRateLimits(0.5).write).toBe(defaultRateLimits.write / 2);
  expect(Math.min(...Object.values(scaledRateLimits(0.000_01)))).toBe(1);
});
