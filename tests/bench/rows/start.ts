import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ms } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { median } from '../statistics.ts';
import { startProduct } from '../world/product.ts';

const idleMs = 4_000;

/** From the start of the process to the first good answer of the readiness check, and what the process weighs when idle. */
export const startRow: BenchRow = {
  name: 'start',
  async run(bench) {
    const [fresh, demo, warm, demoWarm]: [number[], number[], number[], number[]] = [[], [], [], []];
    const megabytes: number[] = [];
    const sandboxMegabytes: number[] = [];
    const withoutDemo = (dataDir: string) => startProduct({ dataDir, telegramRoot: bench.telegram.root });
    const times = Math.max(2, bench.rounds - 2);
    for (let round = 0; round < times; round += 1) {
      for (const [first, again, memory, start] of [
        [fresh, warm, megabytes, () => withoutDemo(`${bench.folder}/start-${round}`)],
        [demo, demoWarm, sandboxMegabytes, () => startProduct({ dataDir: `${bench.folder}/start-demo-${round}` })],
      ] as const) {
        const one = await start();
        first.push(one.startMs);
        await one.stop();
        const two = await start();
        again.push(two.startMs);
        if (round === times - 1) {
          await delay(idleMs);
          memory.push(await residentMegabytes(two.process.pid));
        }
        await two.stop();
      }
    }
    const line = (metric: string, all: number[], limitMs: number): Finding => ({
      metric,
      baseline: '–',
      product: `${ms(Math.min(...all))}–${ms(Math.max(...all))}`,
      result: ms(median(all)),
      goal: `≤ ${limitMs / 1_000} s`,
      isMet: median(all) <= limitMs,
    });
    const memory = (metric: string, all: number[]): Finding => ({
      metric,
      baseline: '–',
      product: '–',
      result: `${median(all).toFixed(0)} MB`,
      goal: '≤ 160 MB',
      isMet: median(all) <= 160,
    });
    return [
      line('start to ready, warm', warm, 800),
      line('start to ready, warm, with the sandbox', demoWarm, 1_500),
      line('start to ready with initdb and migrations', fresh, 2_000),
      line('start to ready with initdb, sandbox and demo data', demo, 5_000),
      memory('idle memory of Node (resident), all parts in one process', megabytes),
      memory('the same with the sandbox in it', sandboxMegabytes),
    ];
  },
};

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}
