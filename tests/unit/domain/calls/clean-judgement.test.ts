import { describe, expect, test } from 'vitest';
import { cleanJudgement, firstWords } from '#domain/calls/clean-judgement.ts';
import { saidDisclosure } from '#domain/calls/find-disclosure.ts';
import { isQuoted } from '#domain/calls/quotes.ts';
import { neutralJudgement } from '#tests/support/fakes/fake-llm.ts';

const segments = [
  { speaker: 'B' as const, startMs: 0, endMs: 4_000, text: 'Добрый день! Я виртуальный ассистент компании,' },
  { speaker: 'B' as const, startMs: 4_000, endMs: 6_000, text: 'наш разговор записывается.' },
  { speaker: 'A' as const, startMs: 6_000, endMs: 9_000, text: 'Слишком дорого, я ещё подумаю…' },
  { speaker: 'B' as const, startMs: 9_000, endMs: 12_000, text: 'Понимаю вас. Пришлю расчёт в понедельник.' },
];

describe('quotes', () => {
  test.each([
    ['слишком ДОРОГО, я еще   подумаю', 'A', true],
    ['ассистент компании наш разговор', 'B', true],
    ['слишком дорого', 'B', false],
    ['дорого подумаю', 'A', false],
    ['шком доро', 'A', false],
    ['записывается слишком дорого', 'A', false],
    ['…', 'A', false],
  ] as const)('"%s" of %s: %s', (quote, speaker, expected) => {
    expect(isQuoted(quote, speaker, segments)).toBe(expected);
  });
});

describe('a model’s judgement', () => {
  test('loses objections and scores whose quote nobody said, or the other one said', () => {
    const clean = cleanJudgement(
      {
        ...neutralJudgement,
        objections: [
          { text: 'Цена', quote: 'слишком дорого' },
          { text: 'Выдумка', quote: 'мне не нравится цвет' },
          { text: 'Чужая', quote: 'пришлю расчёт' },
        ],
        scorecard: [
          { criterion: 'opening', score: 9, comment: 'Хорошо', speaker: 'B', quote: 'Добрый день!' },
          { criterion: 'needs', score: 3, comment: 'Нет', speaker: 'B', quote: 'слишком дорого' },
          { criterion: 'opening', score: 1, comment: 'Ещё раз', speaker: 'B', quote: 'понимаю вас' },
        ],
      },
      segments,
    );
    expect(clean.objections).toEqual([{ text: 'Цена', quote: 'слишком дорого' }]);
    expect(clean.scorecard).toEqual([expect.objectContaining({ criterion: 'opening', score: 9 })]);
  });

  test('has at most five topics, a summary of at most 120 words, and a score between −1 and 1', () => {
    const clean = cleanJudgement(
      {
        ...neutralJudgement,
        sentimentScore: 1,
        topics: ['цена', 'Цена', ' ', 'сроки', 'цвет', 'доставка', 'кредит', 'страховка'],
        summary: 'слово '.repeat(200),
      },
      segments,
    );
    expect(clean.topics).toEqual(['цена', 'сроки', 'цвет', 'доставка', 'кредит']);
    expect(clean.summary.split(' ')).toHaveLength(120);
    expect(firstWords('два слова', 120)).toBe('два слова');
  });
});

describe('the disclosure', () => {
  const disclosure = 'Здравствуйте! Это голосовой помощник на основе искусственного интеллекта, разговор записывается.';
  test('is heard in other words when both notices are there', () => {
    expect(saidDisclosure(disclosure, segments)).toBe(true);
  });
  test('is not heard when one notice is missing, comes too late, or the client says it', () => {
    expect(saidDisclosure(disclosure, [{ ...segments[0]!, text: 'Я виртуальный ассистент.' }])).toBe(false);
    expect(saidDisclosure(disclosure, [{ speaker: 'A', startMs: 0, endMs: 1, text: disclosure }])).toBe(false);
    const late = [1, 2, 3].flatMap((turn) => [
      { speaker: 'B' as const, startMs: turn * 1_000, endMs: turn * 1_000 + 400, text: 'Да.' },
      { speaker: 'A' as const, startMs: turn * 1_000 + 500, endMs: turn * 1_000 + 900, text: 'Нет.' },
    ]);
    expect(
      saidDisclosure(disclosure, [...late, { speaker: 'B', startMs: 9_000, endMs: 9_900, text: disclosure }]),
    ).toBe(false);
  });
});
