import { randomInt } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The project's folder: where `src/main.ts` starts. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The Node that npm scripts use, whatever runs the tests. */
export const projectNode = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

const keptLines = 4_000;

/** A process of the test's own, in its own process group, with the newest lines it printed. */
export interface OwnProcess {
  readonly pid: number;
  readonly lines: string[];
  readonly exited: boolean;
  /** Resolves to the exit code, or the signal's name, when it is gone. */
  gone: Promise<number | string>;
  /** Sends the signal to the process alone, not to its children. */
  signal(name: NodeJS.Signals): void;
  /** Ends the whole group at once and waits. */
  destroy(): Promise<void>;
}

// A group of its own does not hear Ctrl-C: nothing may outlive the tests.
const alive = new Set<number>();
process.once('exit', () => alive.forEach(killGroup));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Starts a program in a new process group with exactly this environment. */
export function startProcess(
  command: string,
  args: string[],
  options: { environment?: Record<string, string>; folder?: string } = {},
): OwnProcess {
  const child = spawn(command, args, {
    cwd: options.folder ?? projectRoot,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LANG: 'C.UTF-8', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} could not be started.`);
  const lines: string[] = [];
  keepLines(child, lines);
  let exited = false;
  alive.add(pid);
  const gone = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => {
    exited = true;
    alive.delete(pid);
    return code ?? signal ?? 'unknown';
  });
  const signal = (name: NodeJS.Signals) => void (exited || child.kill(name));
  return {
    pid,
    lines,
    get exited() {
      return exited;
    },
    gone,
    signal,
    async destroy() {
      if (exited) return;
      if (!killGroup(pid)) signal('SIGKILL');
      await gone;
    },
  };
}

function killGroup(pid: number): boolean {
  try {
    return process.kill(-pid, 'SIGKILL');
  } catch {
    return false;
  }
}

function keepLines(child: ChildProcess, lines: string[]): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      if (lines.length > keptLines) lines.splice(0, lines.length - keptLines / 2);
    });
  }
}

/**
 * A port of localhost that is free now, below those that outgoing connections get: a process that is killed and comes back
 * must not find its port taken by somebody who tried to reach it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const server = createServer();
    const port = 15_000 + randomInt(17_000);
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new Error('No free port was found.');
}

/** Asks again until the answer is truthy; throws with `what` and the last failure when `timeoutMs` have passed. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const endAtMs = performance.now() + (options.timeoutMs ?? 15_000);
  let failure: unknown;
  for (;;) {
    try {
      const found = await ask();
      if (found !== null && found !== undefined && found !== false) return found;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > endAtMs)
      throw new Error(`Waited ${options.timeoutMs ?? 15_000} ms in vain: ${what}.`, { cause: failure });
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 50));
  }
}
