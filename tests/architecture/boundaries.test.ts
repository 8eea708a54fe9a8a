import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cruise, ruleNames } from './cruise.ts';
import type { Cruise } from './cruise.ts';
import { filesOf, root, textOf } from './sources.ts';

/** For each rule, imports that it must report: [rule, importing file, imported file as the source writes it]. */
const forbidden: [string, string, string][] = [
  ['platform-imports', 'src/platform/clock.ts', '#domain/leads/create-lead.ts'],
  ['domain-imports', 'src/domain/leads/create-lead.ts', '#bot/leads/lead.card.ts'],
  ['domain-imports', 'src/domain/leads/move-lead.ts', '#integrations/retell/client.ts'],
  ['domain-imports', 'src/domain/calls/place-call.ts', '#jobs/catalog.ts'],
  ['bot-imports', 'src/bot/leads/lead.card.ts', '#integrations/retell/client.ts'],
  ['bot-imports', 'src/bot/leads/leads.command.ts', '#jobs/catalog.ts'],
  ['bot-imports', 'src/bot/calls/call.card.ts', '#prisma/generated/client.ts'],
  ['jobs-imports', 'src/jobs/catalog.ts', '#bot/bot.ts'],
  ['jobs-imports', 'src/jobs/calls/place-call.job.ts', '#integrations/retell/client.ts'],
  ['api-imports', 'src/api/leads/get-lead.ts', '#bot/bot.ts'],
  ['api-imports', 'src/api/webhooks/retell.ts', '#integrations/retell/client.ts'],
  ['api-webhook-parsers-only-in-webhooks', 'src/api/calls/get-call.ts', '#integrations/retell/webhook.ts'],
  ['sandbox-imports', 'src/sandbox/retell/serve.ts', '#integrations/retell/wire.ts'],
  ['sandbox-imports', 'src/sandbox/telegram/serve.ts', '#platform/log.ts'],
  ['integrations-imports', 'src/integrations/openai/client.ts', '#integrations/retell/wire.ts'],
  ['integrations-imports', 'src/integrations/openai/index.ts', '#domain/leads/create-lead.ts'],
  ['integrations-no-database', 'src/integrations/retell/client.ts', '#platform/database/database.ts'],
  ['integrations-no-database', 'src/integrations/retell/poll.ts', '#platform/effects/effect-store.ts'],
  // A cycle is reported once, at its first file.
  ['no-cycles', 'src/domain/drafts/get-draft.ts', '#domain/drafts/send-draft.ts'],
  ['product-never-imports-tests', 'src/app.ts', '#tests/support/world.ts'],
];

/** Imports that no rule may report. */
const allowed: [string, string][] = [
  ['src/domain/drafts/send-draft.ts', '#domain/drafts/get-draft.ts'],
  ['src/domain/users/get-user.ts', '#platform/clock.ts'],
  ['src/api/webhooks/openai.ts', '#integrations/retell/webhook.ts'],
  ['src/api/users/get-user.ts', '#domain/users/get-user.ts'],
  ['src/bot/users/user.card.ts', '#domain/users/get-user.ts'],
  ['src/integrations/retell/index.ts', '#domain/ports/telephony.ts'],
  ['src/integrations/retell/webhook.ts', '#platform/clock.ts'],
  ['src/jobs/users/greet-user.job.ts', '#domain/users/get-user.ts'],
  ['src/main.ts', '#sandbox/retell/serve.ts'],
  ['src/main.ts', '#integrations/retell/index.ts'],
];

describe('the rules of who may import whom', () => {
  let tree = '';
  let canary: Cruise;

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'perezvon-imports-'));
    const edges = [...forbidden.map(([, from, to]) => [from, to] as const), ...allowed];
    const sources = new Map<string, string>();
    for (const [from, to] of edges) {
      sources.set(pathOf(to), sources.get(pathOf(to)) ?? '');
      sources.set(from, `${sources.get(from) ?? ''}import '${to}';\n`);
    }
    const { imports } = z
      .object({ imports: z.record(z.string(), z.string()) })
      .parse(JSON.parse(textOf('package.json')));
    sources.set('package.json', JSON.stringify({ name: 'canary', type: 'module', imports }));
    for (const [path, text] of sources) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    canary = await cruise(tree, ['src']);
  }, 90_000);

  afterAll(() => rm(tree, { recursive: true, force: true }));

  test.each(forbidden)('%s reports that %s imports %s', (rule, from, to) => {
    const reported = canary.summary.violations.filter(
      (violation) => violation.from === from && violation.to === pathOf(to),
    );
    expect(reported.map((violation) => violation.rule.name)).toContain(rule);
    expect(reported.every((violation) => violation.rule.severity === 'error')).toBe(true);
  });

  test.each(allowed)('nothing is said against %s importing %s', (from, to) => {
    const edge = canary.modules
      .find((module) => module.source === from)
      ?.dependencies.find((one) => one.resolved === pathOf(to));
    expect(edge, 'the cruiser must have seen this import').toBeDefined();
    const reported = canary.summary.violations.filter(
      (violation) => violation.from === from && violation.to === pathOf(to),
    );
    expect(reported).toEqual([]);
  });

  test('an import of types alone makes no cycle, so that two operations may speak of each other’s views', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'perezvon-types-'));
    try {
      await mkdir(join(folder, 'src/domain/drafts'), { recursive: true });
      await writeFile(
        join(folder, 'package.json'),
        '{"name":"canary","type":"module","imports":{"#domain/*":"./src/domain/*"}}',
      );
      await writeFile(
        join(folder, 'src/domain/drafts/a.ts'),
        `import { b } from '#domain/drafts/b.ts';\nexport type A = 1;\nb();\n`,
      );
      await writeFile(
        join(folder, 'src/domain/drafts/b.ts'),
        `import type { A } from '#domain/drafts/a.ts';\nexport const b = (): A => 1;\n`,
      );
      expect((await cruise(folder, ['src'])).summary.violations).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('every rule has a canary', async () => {
    expect(new Set(forbidden.map(([rule]) => rule))).toEqual(new Set(await ruleNames()));
  });
});

describe('the product', () => {
  let product: Cruise;
  beforeAll(async () => {
    product = await cruise(
      root,
      ['src', 'prisma/seed.ts'].filter((target) => filesOf(target, `${target}/**`).length > 0),
    );
  }, 90_000);

  test('keeps every import rule', () => {
    const found = product.summary.violations.map(
      (violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`,
    );
    expect(found).toEqual([]);
  });

  test('was really read: all files, and every import of ours led to one of them', () => {
    const sources = new Set(product.modules.map((module) => module.source));
    expect(filesOf('src/**/*.ts').filter((path) => !path.includes('/page/') && !sources.has(path))).toEqual([]);
    const ours = product.modules.flatMap(({ source, dependencies }) =>
      dependencies.filter(({ module }) => /^[#.]/.test(module)).map((dependency) => ({ source, ...dependency })),
    );
    expect(ours.length).toBeGreaterThan(400);
    expect(
      ours.filter((dependency) => dependency.couldNotResolve).map(({ source, module }) => `${source} → ${module}`),
    ).toEqual([]);
  });
});

function pathOf(specifier: string): string {
  return specifier
    .replace(/^#prisma\//, 'prisma/')
    .replace(/^#tests\//, 'tests/')
    .replace(/^#/, 'src/');
}
