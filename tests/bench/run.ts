import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { tableOf } from './finding.ts';
import type { Finding } from './finding.ts';
import { createLoadGenerator } from './load/load.ts';
import { parts } from './parts/parts.ts';
import { allRows } from './rows/all-rows.ts';
import { startDatabases } from './world/databases.ts';
import { startLoopbackTelegram } from './world/loopback-telegram.ts';

const usage = `node tests/bench/run.ts [--only name[,name]] [--quick]
  rows: ${allRows.map(({ name }) => name).join(', ')}`;

/** Rows that have not begun by then are left out: the run ends by itself, also on a machine that is busy with other things. */
const limitMs = 6 * 60_000;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  if (positionals[0] === 'part') {
    const part = parts[positionals[1] ?? ''];
    if (!part) throw new Error(`There is no part ${String(positionals[1])}.`);
    return part();
  }
  const names = values.only?.split(',');
  const rows = allRows.filter(({ name }) => !names || names.includes(name));
  if (rows.length === 0) throw new Error(`No such row.\n${usage}`);
  const startedMs = performance.now();
  const log = (line: string) =>
    console.error(`${((performance.now() - startedMs) / 1_000).toFixed(0).padStart(4)} s  ${line}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  await using closing = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-bench-'));
  closing.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const databases = await startDatabases(join(folder, 'database'), log);
  closing.defer(() => databases.stop());
  const load = createLoadGenerator();
  closing.defer(() => load.close());
  const telegram = await startLoopbackTelegram();
  closing.defer(() => telegram.close());
  const bench: Bench = {
    folder,
    databases,
    load,
    telegram,
    log,
    rounds: values.quick ? 3 : 5,
    roundMs: values.quick ? 600 : 1_500,
  };

  const findings: Finding[] = [];
  for (const row of rows) {
    if (performance.now() - startedMs > limitMs) {
      log(`${row.name} is left out: ${limitMs / 60_000} minutes are over`);
      continue;
    }
    log(`measuring ${row.name}`);
    telegram.onCall = () => undefined;
    try {
      findings.push(...(await row.run(bench)));
    } catch (error) {
      process.exitCode = 1;
      const why = error instanceof Error ? error.message : String(error);
      log(`${row.name} failed: ${why}`);
      findings.push({
        metric: row.name,
        baseline: '–',
        product: '–',
        result: `failed: ${why.split('\n')[0] ?? ''}`,
        goal: '–',
        isMet: false,
      });
    }
  }
  console.log(
    `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}, load average ${loadavg()[0]?.toFixed(1) ?? '?'}\n`,
  );
  console.log(tableOf(findings));
}

await main();
