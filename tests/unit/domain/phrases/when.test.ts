import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { parseWhen } from '#domain/phrases/parse-when.ts';
import type { When } from '#domain/phrases/parse-when.ts';
import { generatedDates } from './date-corpus.ts';
import type { DatePhrase } from './date-corpus.ts';
import { heldOutDates } from './held-out.ts';
import { laterDates } from './later-dates.ts';
import { writtenDates } from './written-dates.ts';

const languages = ['ru', 'en'] as const;
const noon = DateTime.fromISO('2026-11-18T12:00', { zone: 'Europe/Moscow' });
const afternoon = noon.set({ hour: 15 });

function said(phrases: Record<'ru' | 'en', [string, string][]>, now: DateTime): DatePhrase[] {
  return languages.flatMap((language) =>
    phrases[language].map(([text, expected]) => ({ language, text, now, expected })),
  );
}
const corpus = [
  ...generatedDates(),
  ...said(writtenDates, afternoon),
  ...said(heldOutDates, noon),
  ...said(laterDates, noon),
];

function read({ text, now, language }: Pick<DatePhrase, 'text' | 'now' | 'language'>): When {
  return parseWhen(text, { now: now.toJSDate(), timeZone: now.zoneName ?? 'UTC', language });
}

function shown(when: When, zone: string | null): string {
  const of = ({ at, hasTime }: { at: Date; hasTime: boolean }) =>
    DateTime.fromJSDate(at, { zone: zone ?? 'UTC' }).toFormat(hasTime ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd');
  if (when.kind === 'none') return '-';
  return when.kind === 'exact' ? of(when) : `? ${when.candidates.map(of).join(' | ')}`;
}

const readings = corpus.map((phrase) => ({ ...phrase, got: shown(read(phrase), phrase.now.zoneName) }));
const missed = readings.filter(({ got, expected }) => got !== expected);
const listed = missed.map(
  ({ text, now, expected, got }) => `${text} (${now.toFormat('ccc d LLL y')}): ${expected}, read ${got}`,
);

describe('Dates in words', () => {
  test.each(languages)('in %s are read right in at least 97 of 100 phrases, of at least 300.', (language) => {
    const all = readings.filter((one) => one.language === language);
    const wrong = missed.filter((one) => one.language === language);
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(wrong.length / all.length, listed.join('\n')).toBeLessThanOrEqual(0.03);
  });

  test('that may mean several moments are never read as one of them.', () => {
    const guessed = readings.filter(({ expected, got }) => expected.startsWith('?') && !/^[?-]/.test(got));
    expect(guessed.map(({ text, got }) => `${text}: ${got}`)).toEqual([]);
  });

  test('leave the rest of the sentence as it was.', () => {
    const rest = (text: string) => {
      const when = read({ text, now: noon, language: 'ru' });
      return when.kind === 'none' ? null : when.rest;
    };
    expect(rest('позвонить Козлову завтра в 10')).toBe('позвонить Козлову');
    expect(rest('Завтра, часов в 11, отправить КП Анне (5 окон)')).toBe('отправить КП Анне (5 окон)');
    expect(rest('call Ann by Friday noon about the 3 units')).toBe('call Ann about the 3 units');
  });

  test('move a time that the clock leaps over to the moment after it, and take the first of an hour that comes twice.', () => {
    const zone = 'Europe/Berlin';
    const spring = DateTime.fromISO('2027-03-27T12:00', { zone });
    const autumn = DateTime.fromISO('2026-10-24T12:00', { zone });
    const iso = (now: DateTime) => {
      const when = read({ text: 'завтра в 02:30', now, language: 'ru' });
      return when.kind === 'exact'
        ? DateTime.fromJSDate(when.at, { zone }).toISO({ suppressMilliseconds: true })
        : when;
    };
    expect(iso(spring)).toBe('2027-03-28T03:30:00+02:00');
    expect(iso(autumn)).toBe('2026-10-25T02:30:00+02:00');
  });

  test('are looked for in any text at once, and nothing that is over is ever found.', () => {
    const words = fc.constantFrom(
      'завтра',
      'в',
      '5',
      '10:30',
      'через',
      'две',
      'недели',
      'до',
      'конца',
      'next',
      'Friday',
      'at',
      '25.12',
      'и',
      '-',
      'без',
      'половине',
      'третьего',
      'месяца',
      '1-го',
      'today',
      'Dec',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 600 }),
      fc.array(words, { maxLength: 60 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, (line) => {
        const started = performance.now();
        const when = read({ text: line, now: afternoon, language: 'ru' });
        expect(performance.now() - started).toBeLessThan(200);
        const moments = when.kind === 'none' ? [] : when.kind === 'exact' ? [when] : when.candidates;
        for (const { at, hasTime } of moments)
          expect(at.getTime()).toBeGreaterThanOrEqual((hasTime ? afternoon : afternoon.startOf('day')).toMillis());
      }),
      { numRuns: 300, seed: 20261118 },
    );
  });
});
