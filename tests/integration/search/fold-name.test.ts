import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

async function fold(name: string): Promise<string> {
  const { rows } = await world.database.pool.query<{ folded: string }>('SELECT fold_name($1) AS folded', [name]);
  return rows[0]?.folded ?? '';
}

test.each([
  ['Козлов', 'Kozlov'],
  ['Юлия', 'Yuliya'],
  ['Юлия', 'Julia'],
  ['Мария', 'Mariya'],
  ['Дмитрий', 'Dmitry'],
  ['Алексей', 'Alexey'],
  ['Хабаров', 'Khabarov'],
  ['Щукин', 'Shchukin'],
  ['Цветкова', 'Tsvetkova'],
  ['Жуков', 'Zhukov'],
  ['Алёна', 'Алена'],
  ['ООО «Ромашка»', 'OOO "Romashka"'],
  ['José Müller', 'Jose Muller'],
  ['Подъячев', 'Podyachev'],
])('%s and %s are one spelling', async (left, right) => {
  expect(await fold(left)).toBe(await fold(right));
});

test('letters of other alphabets stay as they are and only-emoji names fold to nothing', async () => {
  expect(await fold('王小明')).toBe('王小明');
  expect(await fold('🔥')).toBe('');
});
