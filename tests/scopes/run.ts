import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { allMutations } from '#tests/scopes/all-mutations.ts';
import { copyTree } from '#tests/scopes/copied-tree.ts';
import type { CopiedTree } from '#tests/scopes/copied-tree.ts';

/**
 * `npm run test:scopes -- [--only text] [--parallel N]`
 * takes one scope after the other out of a copy of the sources (a tenant condition, a policy, a signature) and expects that
 * a test notices each time. A scope whose loss no test notices counts as failed.
 */
const { values } = parseArgs({
  options: { only: { type: 'string' }, parallel: { type: 'string', default: '2' } },
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const startedMs = performance.now();
const mutations = allMutations(root).filter(({ name }) => name.includes(values.only ?? ''));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
let passed = 0;
let failed = 0;

const dataDir = await mkdtemp(join(tmpdir(), `perezvon-test-run-${process.pid}-`));
await chmod(dataDir, 0o755);
const complain = (fields: object, message: string) => console.error(message, fields);
const log = { info: () => undefined, warn: complain, error: complain };
const postgres = await startEmbeddedPostgres({ dataDir, durability: 'test', log });
const trees: CopiedTree[] = [];
try {
  for (let index = 0; index < Number(values.parallel); index += 1) trees.push(await copyTree(root, postgres.url));
  if (await isSound()) await tryAll();
} finally {
  await Promise.all(trees.map((tree) => tree.remove()));
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed in ${Math.round((performance.now() - startedMs) / 1_000)} s`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** A test that fails anyway would notice nothing: all of them must pass on the sources as they are. */
async function isSound(): Promise<boolean> {
  const files = [...new Set(mutations.flatMap(({ tests }) => tests))];
  const [tree] = trees;
  const run = await tree?.runWith([], files);
  if (run && run.failed === 0 && run.passed > 0 && run.failure === null) {
    console.log(`unchanged: ${run.passed} tests of ${files.length} files pass`);
    return true;
  }
  failed += 1;
  console.log(`The tests do not pass on the unchanged sources: ${run?.failure ?? 'nothing ran'}`);
  return false;
}

async function tryAll(): Promise<void> {
  const waiting = [...mutations];
  await Promise.all(
    trees.map(async (tree) => {
      for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
        const run = await tree.runWith(mutation.edits, mutation.tests, mutation.only);
        const isKilled = run.failed > 0;
        if (isKilled) passed += 1;
        else failed += 1;
        console.log(
          isKilled
            ? `killed    ${mutation.name}, by “${run.failure ?? ''}”`
            : `SURVIVED  ${mutation.name} (${run.passed} tests passed${run.failure === null ? '' : `; ${run.failure}`})`,
        );
      }
    }),
  );
}
