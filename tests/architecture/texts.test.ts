import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Html } from '#bot/formatting.ts';
import { filesOf, root, textOf, textsIn } from './sources.ts';

type Leaf = { path: string; kind: string; text: string | null };

const areas = filesOf('src/bot/texts/en/*.ts')
  .map((path) => basename(path, '.ts'))
  .filter((area) => area !== 'en');
const cyrillic = /\p{Script=Cyrillic}/u;
/** States that a card shows by having no word for them. */
const wordless = new Set(['conversations.statuses.received', 'drafts.statuses.ready']);
/** Names of the languages are written each in its own. */
const inOwnLanguage = /(^|\.)languageNames\./;

test('there are texts, and each area has them in both languages', () => {
  expect(areas.length).toBeGreaterThanOrEqual(10);
  const russian = filesOf('src/bot/texts/ru/*.ts').map((path) => basename(path, '.ts'));
  expect(russian.filter((area) => area !== 'ru')).toEqual(areas);
});

test.each(['en', 'ru'])('every area of %s is joined to its language', async (language) => {
  const joined = Object.keys(await objectIn(`src/bot/texts/${language}/${language}.ts`, language));
  expect(joined.toSorted()).toEqual(areas.map(camelCase).toSorted());
});

describe.each(areas)('the texts of %s', (area) => {
  test('have the same keys in both languages, taking the same values', async () => {
    const [english, russian] = [await leavesOf('en', area), await leavesOf('ru', area)];
    expect(english.length).toBeGreaterThan(0);
    const shape = (leaves: Leaf[]) => leaves.map(({ path, kind }) => `${path}: ${kind}`).toSorted();
    expect(shape(russian)).toEqual(shape(english));
  });

  test('are nowhere empty', async () => {
    const all = [...(await leavesOf('en', area)), ...(await leavesOf('ru', area))];
    const empty = all.filter(({ text }) => text !== null && text.replaceAll(/<[^>]*>/g, '').trim() === '');
    expect(empty.map(({ path }) => `${camelCase(area)}.${path}`).filter((path) => !wordless.has(path))).toEqual([]);
  });

  test('are translated: none is the same sentence in both', async () => {
    const english = new Map((await leavesOf('en', area)).map(({ path, text }) => [path, text]));
    const same = (await leavesOf('ru', area)).filter(
      ({ path, text }) =>
        text !== null && text === english.get(path) && isSentenceInLatin(text) && !inOwnLanguage.test(path),
    );
    expect(same).toEqual([]);
  });

  test('hold no English sentence in Russian, also inside templates', () => {
    expect(
      textsIn(`src/bot/texts/ru/${area}.ts`).filter((text) => !cyrillic.test(text) && isSentenceInLatin(text)),
    ).toEqual([]);
  });

  test('hold no Russian in English', async () => {
    const known = (await leavesOf('en', area)).filter(({ path }) => inOwnLanguage.test(path)).map(({ text }) => text);
    expect(
      textsIn(`src/bot/texts/en/${area}.ts`).filter((text) => cyrillic.test(text) && !known.includes(text)),
    ).toEqual([]);
  });
});

test('a sentence in Latin letters is told from names, commands and marks', () => {
  const sentences = ['Nothing here yet', '<b>New lead</b> ready', '✅ Well done'];
  const others = [
    'Telegram',
    '/start',
    '<b> </b>',
    'MMM d',
    'https://example.com/some/long-path',
    'won',
    'en-US',
    'AI 24/7',
    '<code> </code>',
  ];
  expect(sentences.filter((text) => !isSentenceInLatin(text))).toEqual([]);
  expect(others.filter(isSentenceInLatin)).toEqual([]);
});

/** Two ordinary words in Latin letters side by side; tags, addresses, commands and codes do not count. */
function isSentenceInLatin(text: string): boolean {
  const plain = text.replaceAll(/<[^>]*>|https?:\S+|\/\w+|\b[A-Z]{2,}\b|[a-z]+[A-Z]\w*/g, ' | ');
  return /\b[A-Za-z]{3,}\s+[A-Za-z]{3,}\b/.test(plain);
}

async function leavesOf(language: 'en' | 'ru', area: string): Promise<Leaf[]> {
  return [...leaves(await objectIn(`src/bot/texts/${language}/${area}.ts`, camelCase(area)), '')];
}

async function objectIn(path: string, name: string): Promise<object> {
  const module: unknown = await import(`${root}/${path}`);
  const value: unknown = Object.entries(Object(module)).find(([key]) => key === name)?.[1];
  if (typeof value !== 'object' || value === null)
    throw new Error(`${path} does not export ${name}: ${textOf(path).slice(0, 80)}`);
  return value;
}

function* leaves(value: unknown, path: string): Iterable<Leaf> {
  if (typeof value === 'string') yield { path, kind: 'text', text: value };
  else if (value instanceof Html) yield { path, kind: 'text', text: value.source };
  else if (typeof value === 'function') yield { path, kind: `takes ${value.length}`, text: null };
  else
    for (const [key, inner] of Object.entries(Object(value)))
      yield* leaves(inner, path === '' ? key : `${path}.${key}`);
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
