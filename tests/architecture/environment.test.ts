import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig } from '#platform/config.ts';
import { filesOf, textOf } from './sources.ts';

const source = textOf('src/platform/config.ts');
const known = [
  ...(/const Environment = z\.object\(\{\n(.*?)^\}\);/ms.exec(source)?.[1] ?? '').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm),
].map(([, name = '']) => name);
/** What the containers themselves are told, beside what the product reads. */
const forContainers = ['POSTGRES_PASSWORD', 'GARAGE_RPC_SECRET'];
const example = textOf('.env.example');
const lines = example.split('\n').filter((line) => line.trim() !== '');

describe('.env.example', () => {
  test('lists exactly what the product reads and what the containers are told, each once', () => {
    expect(known.length).toBeGreaterThan(50);
    const listed = lines.flatMap((line) => /^#? ?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);
    expect(listed.toSorted()).toEqual([...known, ...forContainers].toSorted());
  });

  test('is a file that the product starts with', () => {
    expect(() => readConfig(parseEnv(example))).not.toThrow();
  });

  test('says of each variable in one line what it is', () => {
    const silent = lines.filter(
      (line, index) => /^#? ?[A-Z][A-Z0-9_]+=/.test(line) && !/^# [A-Z]/.test(lines[index - 1] ?? ''),
    );
    expect(silent).toEqual([]);
  });

  test('holds no secret', () => {
    const values = Object.entries(parseEnv(example)).filter(
      ([name, value]) => /KEY|SECRET|TOKEN|PASSWORD|HASH/.test(name) && value !== '',
    );
    expect(values).toEqual([]);
  });
});

test('the containers are told nothing that is not listed', () => {
  const asked = filesOf('compose.yaml', 'Dockerfile').flatMap((path) =>
    [...textOf(path).matchAll(/\$\{([A-Z][A-Z0-9_]+)/g)].map(([, name = '']) => name),
  );
  expect(asked.filter((name) => !known.includes(name) && !forContainers.includes(name))).toEqual([]);
});

test('the table of the environment in README.md names every variable', () => {
  const readme = textOf('README.md');
  expect([...known, ...forContainers].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
