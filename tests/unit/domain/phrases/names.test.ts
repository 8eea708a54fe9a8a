import { describe, expect, test } from 'vitest';
import { parseLeadLine } from '#domain/leads/parse-lead-line.ts';
import { parsePersonName } from '#domain/leads/parse-person-name.ts';
import { heldOutLines } from './held-out.ts';
import { generatedLines, generatedNames } from './line-corpus.ts';
import type { LinePhrase } from './line-corpus.ts';

const languages = ['ru', 'en'] as const;
const fields = ['name', 'phone', 'email', 'telegramUsername', 'companyName'] as const;
const lines: LinePhrase[] = [
  ...generatedLines(),
  ...languages.flatMap((language) => heldOutLines[language].map(([text, expected]) => ({ language, text, expected }))),
];

const readings = lines.map(({ language, text, expected }) => {
  const got = parseLeadLine(text, { defaultCountry: language === 'ru' ? 'RU' : 'US', language });
  const wrong = fields.filter((field) => got[field] !== (expected[field] ?? null));
  return { language, text, expected, got, wrong };
});
const missed = readings.filter(({ wrong }) => wrong.length > 0);
const listed = missed.map(
  ({ text, expected, got, wrong }) =>
    `${text}: ${wrong.map((field) => `${field} ${expected[field] ?? '-'}, read ${got[field] ?? '-'}`).join('; ')}`,
);

describe('Leads in one line', () => {
  test.each(languages)('in %s have every field right in at least 97 of 100 lines, of at least 190.', (language) => {
    const all = readings.filter((one) => one.language === language);
    const wrong = missed.filter((one) => one.language === language);
    expect(all.length).toBeGreaterThanOrEqual(190);
    expect(wrong.length / all.length, listed.join('\n')).toBeLessThanOrEqual(0.03);
  });

  test('that were read wrong are nearly always marked as unsure, so that a person looks at them.', () => {
    const silent = missed.filter(({ wrong, got }) => wrong.some((field) => !got.unsure.includes(field)));
    expect(silent.length / readings.length, silent.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.01);
  });
});

describe('Names of people', () => {
  const names = generatedNames();
  const wrong = names.flatMap(({ language, text, ...parts }) => {
    const { confidence: _confidence, ...got } = parsePersonName(text);
    const isRight = (['first', 'last', 'patronymic'] as const).every((part) => got[part] === parts[part]);
    return isRight ? [] : [{ language, told: `${text}: ${JSON.stringify(parts)}, read ${JSON.stringify(got)}` }];
  });

  test.each(languages)('in %s fall into given name, surname and patronymic in at least 97 of 100.', (language) => {
    const all = names.filter((one) => one.language === language);
    const missedHere = wrong.filter((one) => one.language === language);
    expect(all.length).toBeGreaterThanOrEqual(45);
    expect(missedHere.length / all.length, missedHere.map(({ told }) => told).join('\n')).toBeLessThanOrEqual(0.03);
  });

  test('that leave it open say so by their confidence.', () => {
    expect(parsePersonName('Козлову')).toMatchObject({ last: 'Козлов', confidence: 0.55 });
    expect(parsePersonName('Björk').confidence).toBeLessThan(0.5);
    expect(parsePersonName('Иванов Иван Иванович').confidence).toBeGreaterThan(0.9);
    expect(parsePersonName('')).toEqual({ confidence: 0 });
  });
});
