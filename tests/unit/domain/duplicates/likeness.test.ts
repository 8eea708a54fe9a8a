import { describe, expect, test } from 'vitest';
import { compareCompanies } from '#domain/duplicates/company-likeness.ts';
import { editDistance } from '#domain/duplicates/edit-distance.ts';
import { foldName } from '#domain/duplicates/fold-words.ts';
import { suggestedFrom } from '#domain/duplicates/likeness.ts';
import { nameLikeness, variantsOf } from '#domain/duplicates/name-likeness.ts';
import { comparePeople } from '#domain/duplicates/person-likeness.ts';
import type { PersonToCompare } from '#domain/duplicates/person-likeness.ts';

const person = (facts: Partial<PersonToCompare> & { name: string }): PersonToCompare => ({
  id: facts.name,
  username: null,
  hasTelegramAccount: false,
  companyId: null,
  companyName: null,
  phones: [],
  emails: [],
  ...facts,
});
const scoreOf = (one: PersonToCompare, other: PersonToCompare, namesakes: PersonToCompare[] = []) =>
  comparePeople(one, [other, ...namesakes])[0]?.likeness.score ?? 0;

test.each([
  ['kozlov', 'kozlov', 0],
  ['kozlov', 'kozolv', 1],
  ['kozlov', 'koslov', 1],
  ['kozlov', 'kozlova', 1],
  ['kozlov', 'kzlo', 2],
  ['kozlov', 'petrov', 3],
])('%s and %s are %i changes apart', (one, other, changes) => {
  expect(editDistance(one, other, 2)).toBe(changes);
  expect(editDistance(other, one, 2)).toBe(changes);
});

describe('names', () => {
  test.each([
    ['Козлов Алексей', 'Aleksey Kozlov'],
    ['Саша Петров', 'Петров Александр'],
    ['Sasha Petrov', 'Александр Петров'],
    ['Иннокентий Смоктуновский', 'Смоктуновский Инокентий Михайлович'],
    ['Bill Harrison', 'William Harrison'],
  ])('%s and %s are alike', (one, other) => {
    expect(nameLikeness(foldName(one), foldName(other)).score).toBeGreaterThan(0.75);
  });

  test.each([
    ['Иванов Александр', 'Иванова Александра'],
    ['Сергей Петрович Иванов', 'Сергей Ильич Иванов'],
    ['Анна Козлова', 'Анна Петрова'],
    ['', 'Anna'],
  ])('%s and %s are not', (one, other) => {
    expect(nameLikeness(foldName(one), foldName(other)).score).toBeLessThan(0.7);
  });

  test('are looked up by the other forms of their given name', () => {
    expect(variantsOf(foldName('Петров Саша'))).toEqual(
      expect.arrayContaining([foldName('Петров Саша'), foldName('Петров Александр'), foldName('Петров Alex')]),
    );
  });
});

describe('a person', () => {
  const rare = person({ name: 'Мстислав Гурченков', phones: ['+79161230001'] });

  test('of a rare name is suggested also with another number, one of a common name is not', () => {
    expect(scoreOf(rare, person({ name: 'Mstislav Gurchenkov', phones: ['+79035550002'] }))).toBeGreaterThan(
      suggestedFrom,
    );
    const namesakes = Array.from({ length: 5 }, (_unused, index) =>
      person({ name: 'Мстислав Гурченков', id: String(index) }),
    );
    expect(scoreOf(rare, person({ name: 'Mstislav Gurchenkov', phones: ['+79035550002'] }), namesakes)).toBeLessThan(
      suggestedFrom,
    );
  });

  test('of another name is not suggested for a neighbouring number or the mailbox of an office', () => {
    expect(scoreOf(rare, person({ name: 'Анна Петрова', phones: ['+79161230002'] }))).toBeLessThan(suggestedFrom);
    expect(
      scoreOf(
        person({ name: 'Anna', emails: ['info@one.test'] }),
        person({ name: 'Boris', emails: ['info@two.test'] }),
      ),
    ).toBe(0);
  });

  test('is the surer the same, the more speaks for it', () => {
    const byName = scoreOf(person({ name: 'Мстислав Гурченков' }), person({ name: 'Мстислав Гурченков' }));
    const byPhone = scoreOf(rare, person({ name: 'Мстислав Гурченков', phones: ['+79161230008'] }));
    expect(byPhone).toBeGreaterThan(byName);
    expect(byPhone).toBeLessThan(1);
  });
});

test('companies with other tax numbers are two, however alike their names', () => {
  const company = (name: string, taxId: string | null) => ({
    id: name,
    name,
    taxId,
    domain: null,
    phone: null,
    email: null,
  });
  const score = (one: string | null, other: string | null) =>
    compareCompanies(company('ООО Вектор', one), [company('Vector LLC', other)])[0]?.likeness.score ?? 0;
  expect(score(null, '7701234567')).toBeGreaterThan(suggestedFrom);
  expect(score('5501112223', '7701234567')).toBeLessThan(suggestedFrom);
});
