import { expect, test } from 'vitest';
import { dueDigests, periodOf } from '#domain/reports/digest-slots.ts';

const times = { dailyAtMinute: 19 * 60, weeklyOnDay: 1, weeklyAtMinute: 9 * 60, timeZone: 'Europe/Berlin' };
const daily = (now: string) => dueDigests(times, new Date(now)).find(({ period }) => period === 'day');
const weekly = (now: string) => dueDigests(times, new Date(now)).find(({ period }) => period === 'week');

test('a daily digest is due at its clock time on both sides of a change of the clock', () => {
  expect(daily('2026-03-28T18:00:00Z')).toMatchObject({ slot: '2026-03-28', dueAt: new Date('2026-03-28T18:00:00Z') });
  expect(daily('2026-03-29T17:00:00Z')).toMatchObject({ slot: '2026-03-29', dueAt: new Date('2026-03-29T17:00:00Z') });
  expect(daily('2026-03-29T16:59:00Z')).toBeUndefined();
});

test('a time that the clock leaves out is due an hour later, once', () => {
  const night = { ...times, dailyAtMinute: 150, weeklyOnDay: null };
  expect(dueDigests(night, new Date('2026-03-29T01:30:00Z'))).toMatchObject([
    { slot: '2026-03-28', dueAt: new Date('2026-03-29T01:30:00Z') },
  ]);
});

test('after a downtime the latest digest is caught up with, and one that is too late is left out', () => {
  expect(daily('2026-11-20T23:00:00Z')?.slot).toBe('2026-11-20');
  expect(daily('2026-11-21T08:00:00Z')?.slot).toBe('2026-11-20');
  expect(daily('2026-11-21T15:00:00Z')).toBeUndefined();
});

test('the week’s digest of a Monday tells of the seven days before it', () => {
  expect(weekly('2026-11-23T08:00:00Z')).toMatchObject({ slot: '2026-11-16', dueAt: new Date('2026-11-23T08:00:00Z') });
  expect(weekly('2026-11-27T08:00:00Z')).toBeUndefined();
  const { before, from, to } = periodOf({ period: 'week', slot: '2026-10-19' }, 'Europe/Berlin');
  expect([before, from, to].map((at) => at.toISOString())).toEqual([
    '2026-10-11T22:00:00.000Z',
    '2026-10-18T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ]);
});
