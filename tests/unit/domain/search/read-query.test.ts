import { describe, expect, test } from 'vitest';
import { highlightsOf } from '#domain/search/highlight.ts';
import { readQuery } from '#domain/search/read-query.ts';
import type { FoundRow } from '#domain/search/search-result.ts';

describe('a text that is searched', () => {
  test.each(['', '   ', '%_\\', '🔥🔥', '…—!', '\u0000', "''", '\u0301'])(
    'is nothing when it has no letters and digits: “%s”',
    (text) => {
      expect(readQuery(text)).toBeNull();
    },
  );

  test('is cut before anything looks at it, never inside a character', () => {
    const read = readQuery(`${'я'.repeat(99)}🔥🔥${'x'.repeat(100_000)}`);
    expect(read?.text.isWellFormed()).toBe(true);
    expect(read?.text.length).toBeLessThanOrEqual(100);
    expect(readQuery('один два три четыре пять шесть семь')?.words).toHaveLength(5);
  });

  test.each([
    ['8 (916) 123-45-67', '%89161234567%', '+79161234567%'],
    ['+7 916', '%7916%', null],
    ['4567', '%4567%', null],
    ['12', null, null],
    ['Иван 8916', null, null],
  ])('may be a part of a number: %s', (text, phone, russianPhone) => {
    expect(readQuery(text)).toMatchObject({ phone, russianPhone });
  });

  test.each([
    ['@Masha_K', 'masha_k'],
    ['https://t.me/masha_k/', 'masha_k'],
    ['www.Romashka.ru', 'romashka.ru'],
    ['ромашка.рф', 'ромашка.рф'],
    ['anna@mail', 'anna@mail'],
    ['Мария', null],
    ['two words', null],
  ])('may be a part of an address: %s', (text, handle) => {
    expect(readQuery(text)?.handle).toBe(handle);
  });

  test.each([
    ['150000', '15000000'],
    ['150 000,5 ₽', '15000050'],
    ["1'250.75 USD", '125075'],
    ['15 руб.', '1500'],
    ['1,5,7', null],
    ['Дом 15', null],
  ])('may be a sum: %s', (text, amountCents) => {
    expect(readQuery(text)?.amountCents).toBe(amountCents);
  });
});

const row: FoundRow = {
  id: 'x',
  title: 'Козлова-Щукина Мария',
  subtitle: null,
  score: 1,
  at: new Date(),
  leadId: null,
  contactId: null,
  companyId: null,
  dealId: null,
  conversationId: null,
  field: null,
  fieldText: null,
  quotes: null,
};
const shown = (text: string, found: Partial<FoundRow>) => {
  const searched = readQuery(text);
  if (!searched) throw new Error('Nothing is searched.');
  return highlightsOf({ ...row, ...found }, searched, 'text').map((highlight) => ({
    text: highlight.text,
    parts: highlight.ranges.map(([from, to]) => highlight.text.slice(from, to)),
  }));
};

describe('what was found is marked', () => {
  test.each([
    ['козл', ['Козл']],
    ['shchukina мария', ['Щукина', 'Мария']],
    ['казлова', ['Козлова']],
  ])('in a name: %s', (text, parts) => {
    expect(shown(text, {})).toEqual([{ text: row.title, parts }]);
  });

  test('in a quote that is cut around it, with the places moved along and characters whole', () => {
    const long = `${'😀'.repeat(120)} здесь \u0002договор\u0003 лежит ${'😀'.repeat(120)}`;
    const [quote] = shown('договор', { quotes: [long] });
    expect(quote?.parts).toEqual(['договор']);
    expect(quote?.text.isWellFormed()).toBe(true);
    expect(quote?.text.length).toBeLessThan(210);
    expect(quote?.text.startsWith('…') && quote.text.endsWith('…')).toBe(true);
  });

  test('in a number by its digits', () => {
    const found = { title: 'x', field: 'phone', fieldText: '+79161234567' };
    expect(shown('8 (916) 123', found)).toEqual([{ text: '+79161234567', parts: ['+7916123'] }]);
    expect(shown('123-45', found)).toEqual([{ text: '+79161234567', parts: ['12345'] }]);
  });
});
