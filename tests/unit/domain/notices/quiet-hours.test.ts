import { expect, test } from 'vitest';
import { endOfQuietHours } from '#domain/notices/quiet-hours.ts';

const night = { fromMinute: 22 * 60, toMinute: 8 * 60 };

test.each([
  ['before midnight they end on the next morning', '2026-11-20T20:00:00Z', 'Europe/Moscow', '2026-11-21T05:00:00.000Z'],
  ['after midnight they end on the same morning', '2026-11-20T23:30:00Z', 'Europe/Moscow', '2026-11-21T05:00:00.000Z'],
  [
    'the night before the clock goes forward ends at the new eight',
    '2026-03-28T22:30:00Z',
    'Europe/Berlin',
    '2026-03-29T06:00:00.000Z',
  ],
  [
    'the night before the clock goes back ends at the new eight',
    '2026-10-24T21:30:00Z',
    'Europe/Berlin',
    '2026-10-25T07:00:00.000Z',
  ],
])('quiet hours over midnight: %s', (_what, at, timeZone, end) => {
  expect(endOfQuietHours(new Date(at), { ...night, timeZone })?.toISOString()).toBe(end);
});

test('at the minute that quiet hours end, and by day, nothing is quiet', () => {
  expect(endOfQuietHours(new Date('2026-11-20T05:00:00Z'), { ...night, timeZone: 'Europe/Moscow' })).toBeNull();
  expect(endOfQuietHours(new Date('2026-11-20T12:00:00Z'), { ...night, timeZone: 'Europe/Moscow' })).toBeNull();
});

test('equal or absent ends mean that there are no quiet hours', () => {
  const at = new Date('2026-11-20T23:00:00Z');
  expect(endOfQuietHours(at, { fromMinute: 60, toMinute: 60, timeZone: 'UTC' })).toBeNull();
  expect(endOfQuietHours(at, { fromMinute: null, toMinute: 480, timeZone: 'UTC' })).toBeNull();
});
