import { expect, test } from 'vitest';
import { BusinessHours, addBusinessMinutes, readBusinessHours } from '#domain/organizations/business-hours.ts';

const week = { 1: [540, 1080], 2: [540, 1080], 3: [540, 1080], 4: [540, 1080], 5: [540, 1080] } as const;
const hours = BusinessHours.parse(week);
const due = (from: string, minutes: number, timeZone: string, open: BusinessHours | null = hours) =>
  addBusinessMinutes(new Date(from), minutes, { hours: open, timeZone }).toISOString();

test.each([
  ['within the day', '2026-11-20T09:00:00Z', 30, '2026-11-20T09:30:00.000Z'],
  ['until the last minute of the day', '2026-11-20T14:30:00Z', 30, '2026-11-20T15:00:00.000Z'],
  ['over a weekend', '2026-11-20T14:45:00Z', 30, '2026-11-23T06:15:00.000Z'],
  ['from a night', '2026-11-18T22:00:00Z', 30, '2026-11-19T06:30:00.000Z'],
  ['over several days', '2026-11-16T06:00:00Z', 20 * 60, '2026-11-18T08:00:00.000Z'],
])('Time for an answer passes only while the organization is open: %s.', (_case, from, minutes, expected) => {
  expect(due(from, minutes, 'Europe/Moscow')).toBe(expected);
});

test('A day opens and closes by the clock on the wall on both sides of a clock change.', () => {
  // Berlin leaves summer time on 25 October 2026: nine o'clock is 07:00 UTC before and 08:00 UTC after.
  expect(due('2026-10-23T15:50:00Z', 30, 'Europe/Berlin')).toBe('2026-10-26T08:20:00.000Z');
  expect(due('2027-03-26T16:50:00Z', 30, 'Europe/Berlin')).toBe('2027-03-29T07:20:00.000Z');
});

test('An open night has an hour less or more when the clock is changed in it.', () => {
  const nights = BusinessHours.parse({ 7: [60, 300] });
  // From 01:00 to 05:00 by the clock: three hours in spring, five in autumn.
  expect(due('2027-03-28T00:00:00Z', 180, 'Europe/Berlin', nights)).toBe('2027-03-28T03:00:00.000Z');
  expect(due('2027-03-28T00:00:00Z', 181, 'Europe/Berlin', nights)).toBe('2027-04-03T23:01:00.000Z');
  expect(due('2026-10-24T23:00:00Z', 300, 'Europe/Berlin', nights)).toBe('2026-10-25T04:00:00.000Z');
});

test('Hours that name no day are refused, and where nothing valid is stored every hour counts.', () => {
  expect(BusinessHours.safeParse({}).success).toBe(false);
  expect(BusinessHours.safeParse({ 1: [600, 600] }).success).toBe(false);
  expect(BusinessHours.safeParse({ 8: [540, 1080] }).success).toBe(false);
  expect(readBusinessHours({ nonsense: true })).toBeNull();
  expect(due('2026-11-21T23:00:00Z', 30, 'Europe/Moscow', null)).toBe('2026-11-21T23:30:00.000Z');
});
