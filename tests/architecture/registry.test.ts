import { describe, expect, test } from 'vitest';
import { reasons } from '#domain/reasons.ts';
import { createButtonCatalog, defineButton } from '#bot/buttons.ts';
import { z } from 'zod';
import { argumentsOf, callsOf, filesOf, isNode, literalText, parse, root, textOf, textsIn, walk } from './sources.ts';
import type { SyntaxNode } from './sources.ts';

const refusals = filesOf('src/domain/**/*.ts', 'src/bot/**/*.ts', 'src/jobs/**/*.ts').flatMap((path) =>
  callsOf(path, 'AppError', true).map((node) => ({ path, reason: argumentsOf(node)[1] })),
);

describe('a reason of a refusal', () => {
  test('is on the list of reasons, so that the bot has a sentence for it in both languages', () => {
    expect(refusals.length).toBeGreaterThan(20);
    const known = new Set<string>(reasons);
    const unknown = refusals.flatMap(({ path, reason }) => {
      const text = literalText(reason);
      // Only a request with that header of the API can meet these.
      if (text?.startsWith('idempotency.')) return [];
      // A name or a template ending in `.notFound` or `.changedMeanwhile` is typed, and answered by one text.
      if (
        text === null ||
        known.has(text) ||
        /^ ?\.?(notFound|changedMeanwhile)$/.test(text.trim()) ||
        text.endsWith('.notFound')
      )
        return [];
      return [`${path}: ${text}`];
    });
    expect(unknown).toEqual([]);
  });

  test('on the list is one that something refuses for', () => {
    const files = filesOf('src/**/*.ts').filter(
      (path) => path !== 'src/domain/reasons.ts' && !/^src\/(bot\/texts|sandbox)\//.test(path),
    );
    const said = new Set(files.flatMap((path) => textsIn(path)));
    expect(reasons.filter((reason) => !said.has(reason))).toEqual([]);
  });

  test('is there once', () => {
    expect(reasons.length).toBe(new Set(reasons).size);
  });
});

describe('a button', () => {
  const buttons = filesOf('src/bot/**/*.ts').flatMap((path) =>
    callsOf(path, 'defineButton').map((node) => ({
      path,
      id: literalText(argumentsOf(node)[0]) ?? `not a literal in ${path}`,
    })),
  );

  test('has an id of its own and a code that no other id shares', () => {
    const ids = buttons.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(15);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(createButtonCatalog(ids.map((id) => defineButton(id, z.strictObject({}), null))).size).toBe(ids.length);
  });

  test('has an id that leads to its folder', () => {
    const lost = buttons.filter(
      ({ path, id }) => !`${path}/`.startsWith(`src/bot/${kebabCase(id.split('.')[0] ?? '')}`),
    );
    expect(lost).toEqual([]);
  });

  test('is known to the router: each that is defined is exported and named again in another file or in its own', () => {
    const bot = filesOf('src/bot/**/*.ts', 'src/app.ts', 'src/app/**/*.ts').map(textOf).join('\n');
    const unused = filesOf('src/bot/**/*.ts').flatMap((path) =>
      [...textOf(path).matchAll(/const (\w+) = defineButton\(/g)]
        .map(([, name = '']) => name)
        .filter((name) => [...bot.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length < 2)
        .map((name) => `${path}: ${name}`),
    );
    expect(unused).toEqual([]);
  });
});

describe('a job', () => {
  const defined = filesOf('src/jobs/**/*.job.ts').flatMap((path) =>
    callsOf(path, 'defineJob').map((node) => ({ path, name: propertyOf(argumentsOf(node)[0], 'name') })),
  );

  test('is listed in the catalog, once, under the name of its file', async () => {
    const listed = (await exportedLists('src/jobs/catalog.ts')).map(
      (item) => z.object({ name: z.string() }).parse(item).name,
    );
    expect(defined.length).toBeGreaterThan(4);
    expect(listed.toSorted()).toEqual(defined.map(({ name }) => name ?? '').toSorted());
    expect(defined.filter(({ path, name }) => !path.endsWith(`/${name}.job.ts`))).toEqual([]);
  });

  test('exists for every kind of effect that the reactions and operations plan', () => {
    const names = new Set(defined.map(({ name }) => name));
    const planned = filesOf('src/jobs/reactions.ts', 'src/domain/**/*.ts', 'src/platform/webhook-intake.ts').flatMap(
      (path) =>
        [...textOf(path).matchAll(/\bkind: '([a-z]+(?:-[a-z]+)+)'|Kind = '([a-z]+(?:-[a-z]+)+)'/g)].map(
          ([, kind, constant]) => kind ?? constant,
        ),
    );
    expect(planned.filter((kind) => kind !== undefined && !names.has(kind))).toEqual([]);
  });
});

describe('an event', () => {
  const events = keysOfInterface('src/domain/events.ts', 'EventPayloads');

  test('has its line in the table of reactions, be it that nothing follows', () => {
    expect(events.length).toBeGreaterThan(30);
    const named = new Set([...textsIn('src/jobs/reactions.ts'), ...propertyNames('src/jobs/reactions.ts')]);
    expect(events.filter((event) => !named.has(event))).toEqual([]);
  });

  test('is one that an operation writes', () => {
    const said = new Set(
      filesOf('src/domain/**/*.ts')
        .filter((path) => path !== 'src/domain/events.ts')
        .flatMap((path) => textsIn(path)),
    );
    expect(events.filter((event) => !said.has(event))).toEqual([]);
  });
});

/** The items of every list that a module exports. */
async function exportedLists(path: string): Promise<unknown[]> {
  const module: unknown = await import(`${root}/${path}`);
  return Object.values(Object(module)).flatMap((value: unknown) => (Array.isArray(value) ? value : []));
}

function propertyOf(object: SyntaxNode | undefined, name: string): string | null {
  if (!object) return null;
  for (const node of walk(object)) {
    if (
      node.type === 'KeyValueProperty' &&
      isNode(node['key']) &&
      node['key']['value'] === name &&
      isNode(node['value'])
    )
      return literalText(node['value']);
  }
  return null;
}

function propertyNames(path: string): string[] {
  return [...walk(parse(path))].flatMap((node) =>
    node.type === 'KeyValueProperty' && isNode(node['key']) ? [String(node['key']['value'])] : [],
  );
}

function keysOfInterface(path: string, name: string): string[] {
  for (const node of walk(parse(path))) {
    if (node.type !== 'TsInterfaceDeclaration' || !isNode(node['id']) || node['id']['value'] !== name) continue;
    const inside = [...walk(node)].filter((inner) => inner.type === 'TsPropertySignature').map((inner) => inner['key']);
    return inside.flatMap((key) => (isNode(key) && key.type === 'StringLiteral' ? [String(key['value'])] : []));
  }
  throw new Error(`${path} has no interface ${name}.`);
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
