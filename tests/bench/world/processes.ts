import { fileURLToPath } from 'node:url';
import { projectNode, startProcess, until } from '#tests/support/child-process.ts';
import type { OwnProcess } from '#tests/support/child-process.ts';

/** A baseline or measured part in a process of its own. */
export interface Part {
  process: OwnProcess;
  port: number;
  stop(): Promise<void>;
}

const running = new Set<OwnProcess>();
process.once('exit', () => {
  for (const { pid } of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It was gone already.
    }
  }
});

/** Starts a process that does not outlive the run, however that ends. */
export function startOwn(args: string[], environment: Record<string, string> = {}): OwnProcess {
  const own = startProcess(projectNode, args, { environment });
  running.add(own);
  void own.gone.then(() => running.delete(own));
  return own;
}

const entry = fileURLToPath(new URL('../run.ts', import.meta.url));

/** Starts `node run.ts part <name>` and resolves when it said `ready <port>`. */
export async function startPart(name: string, environment: Record<string, string>): Promise<Part> {
  const own = startOwn([...profiling(name), entry, 'part', name], environment);
  try {
    const port = await until(`the part ${name} is ready`, async () => {
      if (own.exited) throw new Error('It has ended.');
      const said = own.lines.find((line) => line.startsWith('ready '));
      return said === undefined ? null : Number(said.slice('ready '.length)) || 1;
    });
    return { process: own, port, stop: () => end(own) };
  } catch (error) {
    await own.destroy();
    throw new Error(`The part ${name} did not start:\n${own.lines.slice(-20).join('\n')}`, { cause: error });
  }
}

/** Asks a process to end, and ends it when it does not. */
export async function end(process: OwnProcess): Promise<void> {
  process.signal('SIGTERM');
  const limit = setTimeout(() => void process.destroy(), 10_000);
  await process.gone;
  clearTimeout(limit);
}

/** Node's options that write a CPU profile to BENCH_PROFILE, if that is set. */
export function profiling(name: string): string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${folder}/${name}`];
}
