import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { applyEdit } from '#tests/scopes/mutation.ts';
import type { Edit } from '#tests/scopes/mutation.ts';

export interface TestRun {
  passed: number;
  failed: number;
  /** The first failing test, or what went wrong before any test ran. */
  failure: string | null;
}

/** A copy of the sources and tests in a temporary folder, which may be broken without harm. */
export interface CopiedTree {
  /** Takes the edits in, runs the tests until the first one fails, and takes the edits back. */
  runWith(edits: readonly Edit[], tests: readonly string[], only?: string): Promise<TestRun>;
  remove(): Promise<void>;
}

const parts = [
  'src',
  'tests',
  'prisma',
  'scripts',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  '.env.example',
];

/** Copies the tree under `root`; the packages are shared. */
export async function copyTree(root: string, databaseUrl: string): Promise<CopiedTree> {
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-scopes-'));
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    async runWith(edits, tests, only) {
      const originals = new Map<string, string>();
      for (const edit of edits) {
        const path = join(folder, edit.file);
        const text = await readFile(path, 'utf8');
        if (!originals.has(path)) originals.set(path, text);
        await writeFile(path, applyEdit(text, edit));
      }
      try {
        return await runVitest(folder, databaseUrl, tests, only);
      } finally {
        for (const [path, text] of originals) await writeFile(path, text);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

async function runVitest(
  folder: string,
  databaseUrl: string,
  tests: readonly string[],
  only: string | undefined,
): Promise<TestRun> {
  const report = join(folder, 'report.json');
  await rm(report, { force: true });
  const words = ['node_modules/vitest/vitest.mjs', 'run', ...tests, '--bail', '1', '--maxWorkers', '1'];
  const output = await finished(
    spawn(
      process.execPath,
      [...words, '--reporter', 'json', '--outputFile', report, ...(only === undefined ? [] : ['-t', only])],
      { cwd: folder, env: { ...process.env, DATABASE_URL_TEST: databaseUrl }, stdio: ['ignore', 'pipe', 'pipe'] },
    ),
  );
  const written = await readFile(report, 'utf8').catch(() => null);
  if (written === null) return { passed: 0, failed: 0, failure: `no report: ${output.slice(-500)}` };
  const result = Report.parse(JSON.parse(written));
  const failing = result.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  const broken = result.testResults.find(({ message }) => message)?.message;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    failure: failing?.fullName ?? broken?.split('\n')[0] ?? null,
  };
}

async function finished(child: ChildProcess): Promise<string> {
  children.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise<void>((resolve) => child.once('close', () => resolve()));
  children.delete(child);
  return output;
}
