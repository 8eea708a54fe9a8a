import { setTimeout as delay } from 'node:timers/promises';
import { until } from '#tests/support/child-process.ts';
import { runMainJob } from '#tests/support/main-job.ts';
import type { MainJob } from '#tests/support/main-job.ts';
import { checkAudit, checkCalls, checkMessages, checkNothingLost } from '#tests/faults/invariants.ts';
import type { FaultWorld } from '#tests/faults/fault-world.ts';
import { findUnfinished } from '#tests/faults/unfinished.ts';

export interface RoundResult {
  problems: string[];
  kills: number;
  jobs: number;
  decidedByPerson: string[];
  durationMs: number;
}

/** How long after the last kill everything must have ended or stand before a person. */
const settleLimitMs = 60_000;
let lastNumber = 0;

/** Numbers of jobs never repeat within a world; `seed` keeps those of several runs on one database apart. */
export function nextJobNumber(): number {
  lastNumber += 1;
  return lastNumber;
}

/**
 * Runs `jobs` main jobs at once while `disturb` does its worst, waits until all of them and everything they left are done,
 * and checks the invariants over the whole world.
 */
export async function playRound(
  world: FaultWorld,
  options: {
    jobs: number;
    disturb: (isOver: () => boolean) => Promise<void>;
    stepLimitMs?: number;
    onStep?: (number: number, step: string) => void;
  },
): Promise<RoundResult> {
  const startedMs = performance.now();
  const killsBefore = world.kills;
  const errorsBefore = world.serverErrors().length;
  let isOver = false;
  const disturbing = options
    .disturb(() => isOver)
    .catch((error: unknown) => [`The disturbance failed: ${String(error)}`]);
  const steps = new Map<number, string>();
  const played = await Promise.allSettled(
    Array.from({ length: options.jobs }, async (_, index) => {
      const number = nextJobNumber();
      return runMainJob({
        standIns: world.standIns,
        team: world.team,
        language: world.options.language,
        number,
        approver: index,
        stepLimitMs: options.stepLimitMs ?? 100_000,
        onStep: (step) => {
          steps.set(number, step);
          options.onStep?.(number, step);
        },
      });
    }),
  );
  isOver = true;
  const problems = [...((await disturbing) ?? [])];
  if (!world.product.isRunning()) await world.restart();
  const done: MainJob[] = [];
  for (const result of played) {
    if (result.status === 'fulfilled') done.push(result.value);
    else
      problems.push(
        `A main job did not come to its end: ${String(result.reason)} (steps reached: ${[...steps.values()].join(', ')})`,
      );
  }
  problems.push(...(await checkWorld(world, done)));
  problems.push(
    ...world
      .serverErrors()
      .slice(errorsBefore)
      .map((request) => `The API answered ${request.status} to ${request.method} ${request.path}.`),
  );
  return {
    problems,
    kills: world.kills - killsBefore,
    jobs: done.length,
    decidedByPerson: done.flatMap((job) => job.decidedByPerson),
    durationMs: performance.now() - startedMs,
  };
}

/** Waits for the end of all work, then reads every side. */
export async function checkWorld(world: FaultWorld, jobs: MainJob[]): Promise<string[]> {
  const { databaseUrl, standIns } = world;
  const problems: string[] = [];
  try {
    await until('everything has ended', async () => (await findUnfinished(databaseUrl)).length === 0, {
      timeoutMs: settleLimitMs,
      everyMs: 200,
    });
  } catch {
    problems.push(
      ...(await findUnfinished(databaseUrl)).map((line) => `I-3: unfinished after ${settleLimitMs / 1000} s: ${line}`),
    );
  }
  await standIns.retell.sim.idle(10_000).catch(() => undefined);
  problems.push(
    ...(await checkCalls(databaseUrl, standIns)),
    ...(await checkNothingLost(databaseUrl, standIns, jobs)),
    ...(await checkMessages(databaseUrl, jobs)),
    ...(await checkAudit(databaseUrl)),
  );
  return problems;
}

/** Kills at moments of chance, `kills` times at most, while the jobs run. */
export function killAtRandom(
  world: FaultWorld,
  random: () => number,
  options: { kills: number; realWaitShare: number },
) {
  return async (isOver: () => boolean): Promise<void> => {
    for (let kill = 0; kill < options.kills && !isOver(); kill += 1) {
      await delay(30 + random() ** 2 * 2_500);
      if (isOver()) return;
      const { parts } = world.options;
      const part = parts.length === 1 ? 'all' : (parts[Math.floor(random() * parts.length)] ?? 'all');
      await world.killAndRestart({ part, outage: random() >= options.realWaitShare });
    }
  };
}

/** A repeatable source of chance (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
