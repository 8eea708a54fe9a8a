import { describe, expect, it } from 'vitest';
import { parseWindow, windowOfChoice } from '#bot/call-requests/parse-window.ts';

// Friday, 12:00 in Moscow.
const now = new Date('2026-11-20T09:00:00Z');
const zone = 'Europe/Moscow';
const span = (text: string) => {
  const window = parseWindow(text, now, zone);
  return window ? `${window.start.toISOString()} ${window.end.toISOString()}` : null;
};

describe('a typed time for a call', () => {
  it('is today when it still lies ahead, by the reader’s clock', () => {
    expect(span('15:00-18:00')).toBe('2026-11-20T12:00:00.000Z 2026-11-20T15:00:00.000Z');
  });

  it('is tomorrow when it is over today', () => {
    expect(span('9-11')).toBe('2026-11-21T06:00:00.000Z 2026-11-21T08:00:00.000Z');
  });

  it('understands days by name in both languages', () => {
    expect(span('завтра с 10 до 13')).toBe('2026-11-21T07:00:00.000Z 2026-11-21T10:00:00.000Z');
    expect(span('tomorrow 10:00-13:00')).toBe('2026-11-21T07:00:00.000Z 2026-11-21T10:00:00.000Z');
  });

  it('understands a date and gives a single hour two hours of room', () => {
    expect(span('25.11 10:00')).toBe('2026-11-25T07:00:00.000Z 2026-11-25T09:00:00.000Z');
  });

  it('puts a date that has passed this year into the next', () => {
    expect(span('05.01 10:00-12:00')).toBe('2027-01-05T07:00:00.000Z 2027-01-05T09:00:00.000Z');
  });

  it('is refused when it is none', () => {
    for (const text of [
      'когда-нибудь',
      '25:00-26:00',
      '13-10',
      '31.02 10:00',
      '',
      '+79160000005',
      '8 916 000-00-05',
      'позвонить Марии 5',
      'room 12',
    ])
      expect(span(text)).toBeNull();
  });

  it('leaves "as soon as possible" to the operation and ends "today" with the reader’s day', () => {
    expect(windowOfChoice('soon', now, zone)).toBeNull();
    expect(windowOfChoice('today', now, zone)?.end.toISOString()).toBe('2026-11-20T20:59:59.999Z');
  });
});
