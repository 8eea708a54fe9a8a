import { readFileSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allMutations } from '#tests/scopes/all-mutations.ts';
import { applyEdit } from '#tests/scopes/mutation.ts';
import { root } from './sources.ts';

const mutations = allMutations(root);

test('every scope of the product is known to the run that takes them out one by one', () => {
  expect(mutations.length).toBeGreaterThan(60);
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});

test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
  'taking out “%s” still fits the sources, and the tests that must notice are there',
  (_name, { edits, tests }) => {
    const texts = new Map<string, string>();
    for (const edit of edits) {
      const text = texts.get(edit.file) ?? readFileSync(join(root, edit.file), 'utf8');
      texts.set(edit.file, applyEdit(text, edit));
      expect(texts.get(edit.file)).not.toBe(text);
    }
    for (const file of tests) expect(existsSync(join(root, file)), file).toBe(true);
  },
);
