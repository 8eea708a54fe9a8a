import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesOf, isNode, parse, textOf, textsIn, walk } from './sources.ts';
import type { SyntaxNode } from './sources.ts';

const product = filesOf('src/**/*.ts').filter((path) => !path.startsWith('src/sandbox/'));
const outside = (...allowed: RegExp[]) => product.filter((path) => !allowed.some((pattern) => pattern.test(path)));

const refusedNames = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'core',
  'shared',
  'services',
  'service',
  'managers',
  'manager',
  'controllers',
  'controller',
  'misc',
];
const maxLines = 350;
/** The browser's own word in a content security policy. */
const directive = /(?<=content-security-policy.*)\bsandbox\b/gi;
const cyrillic = /\p{Script=Cyrillic}/u;

/** Where a text in Russian is data that the product works with, and why; what a person reads of the bot lives in its texts. */
const russianAsData: [RegExp, string][] = [
  [/^src\/bot\/texts\//, 'the texts themselves, checked by the test of texts'],
  [/^src\/integrations\/offline-ai\//, 'words by which the offline engine judges'],
  [/^src\/integrations\/openai\/prompts\.ts$/, 'what the model is told'],
  [/^src\/domain\/agents\/(default-script|disclosure)\.ts$/, 'what the voice agent says, stored as a script version'],
  [
    /^src\/domain\/pipelines\/create-(default-)?pipeline\.ts$/,
    'names of the first stages, stored as the organization’s own',
  ],
  [/^src\/api\/docs\/example-of\.ts$/, 'examples of the API'],
  [/^src\/domain\/emails\/texts\/ru\.ts$/, 'mails that the product writes by itself'],
  [/^src\/app\/default-organization\.ts$/, 'the first voice agent’s name, stored as the organization’s own'],
  [
    /^src\/bot\/(leads\/read-(deal-line|field-text)|call-requests\/parse-window)\.ts$/,
    'words that are understood in what a manager types',
  ],
  [
    /^src\/domain\/calls\/scorecard-criteria\.ts$/,
    'names of criteria, stored with each judgement in the organization’s language',
  ],
  [
    /^src\/domain\/(calls\/(metrics|quotes)|leads\/first-names)\.ts$/,
    'words and letters that are looked for in speech and names',
  ],
  [/^src\/domain\/phrases\//, 'words that are understood in what people write about time'],
  [
    /^src\/domain\/.*(parse|words|lead-line|opt-out|disclosure)[^/]*\.ts$/,
    'words that are looked for in what people write or say',
  ],
];

test('the product does not know the sandbox: only its start, its configuration and texts about the demo say the word', () => {
  const allowed = [/^src\/app(\.ts$|\/)/, /^src\/main\.ts$/, /^src\/platform\/config\.ts$/, /^src\/bot\/texts\//];
  expect(outside(...allowed).filter((path) => /sandbox/i.test(textOf(path).replaceAll(directive, '')))).toEqual([]);
});

test('the environment is read in one place', () => {
  const readers = [...outside(/^src\/platform\/config\.ts$/, /^src\/main\.ts$/), ...filesOf('prisma/**/*.ts')];
  expect(readers.filter((path) => /process\s*\.\s*env\b|process\[['"]env|loadEnvFile/.test(textOf(path)))).toEqual([]);
});

describe('every file', () => {
  const files = filesOf('src/**/*', 'scripts/**/*', 'prisma/**/*', 'tests/**/*');

  test('and folder has a name that says what it is', () => {
    const vague = files.filter((path) =>
      path.split('/').some((part) => refusedNames.includes(part.split('.')[0] ?? '')),
    );
    expect(vague).toEqual([]);
  });

  test('of code is named in kebab-case', () => {
    const odd = files.filter(
      (path) => /\.m?[tj]s$/.test(path) && !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.m?[tj]s$/.test(basename(path)),
    );
    expect(odd).toEqual([]);
  });

  test(`of the product has at most ${maxLines} lines`, () => {
    const code = filesOf('src/**/*.ts', 'scripts/**/*', 'prisma/**/*.ts').filter((path) => /\.m?ts$/.test(path));
    const long = code.map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }));
    expect(code.length).toBeGreaterThan(100);
    expect(long.filter(({ lines }) => lines > maxLines)).toEqual([]);
  });

  test('exports by name, so that a thing is called the same everywhere', () => {
    const defaults = filesOf('src/**/*.ts', 'scripts/**/*.ts', 'prisma/**/*.ts').filter((path) =>
      /^export default\b/m.test(textOf(path)),
    );
    expect(defaults).toEqual([]);
  });
});

test('what people read is in the texts: no other part of the product speaks Russian', () => {
  const speaking = outside(...russianAsData.map(([path]) => path)).flatMap((path) =>
    cyrillic.test(textOf(path))
      ? textsIn(path, isExample)
          .filter((text) => cyrillic.test(text))
          .map((text) => `${path}: ${text}`)
      : [],
  );
  expect(speaking).toEqual([]);
});

test('the search for Russian sees strings, templates and patterns, and passes over comments and examples of the API', () => {
  const seen = textsIn('tests/architecture/russian-canary.ts', isExample).filter((text) => cyrillic.test(text));
  expect(seen).toEqual(['строка', 'шаблон   и хвост', 'образец', 'вложенный', 'значение']);
  expect([...walk(parse('tests/architecture/russian-canary.ts'))].filter(isExample)).toHaveLength(2);
});

/** `example: …` or `const example = …` of the API, and the body that `jsonBody` shows. */
function isExample(node: SyntaxNode): boolean {
  const { key, callee, id } = node;
  if (node.type === 'VariableDeclarator' && isNode(id) && id['value'] === 'example') return true;
  if (node.type === 'CallExpression' && isNode(callee) && /^(jsonBody|optionalJsonBody)$/.test(String(callee['value'])))
    return true;
  return node.type === 'KeyValueProperty' && isNode(key) && /^examples?$/.test(String(key['value']));
}
