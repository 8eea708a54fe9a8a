import { boundaryName } from '#tests/support/boundary.ts';
import type { Boundary } from '#tests/support/boundary.ts';
import { playRound } from '#tests/faults/round.ts';
import type { RoundResult } from '#tests/faults/round.ts';
import type { FaultWorld } from '#tests/faults/fault-world.ts';

/** The nth time that a boundary is reached in one main job. */
export interface Target {
  boundary: Boundary;
  ordinal: number;
}

export function targetName({ boundary, ordinal }: Target): string {
  return `${boundaryName(boundary)} #${ordinal}`;
}

/** How often at most one kind of boundary is a target: the twentieth card is drawn like the nineteenth. */
const mostOrdinals = 10;

/** Lets one main job pass undisturbed and notes each boundary it crosses, in order. */
export async function recordBoundaries(world: FaultWorld): Promise<{ targets: Target[]; result: RoundResult }> {
  const counts = new Map<string, number>();
  const targets: Target[] = [];
  world.watch(async (boundary) => {
    const name = boundaryName(boundary);
    const ordinal = (counts.get(name) ?? 0) + 1;
    counts.set(name, ordinal);
    if (ordinal <= mostOrdinals && isStep(boundary)) targets.push({ boundary, ordinal });
    return 'pass';
  });
  const result = await playRound(world, { jobs: 1, disturb: async () => undefined });
  world.watch(async () => 'pass');
  return { targets, result };
}

/** Heartbeats and the driver's own reading are not part of the job. */
function isStep({ channel, what }: Boundary): boolean {
  if (channel === 'queue') return false;
  if (channel === 'incoming') return what.startsWith('POST');
  return !/heartbeats/.test(what);
}

/**
 * Plays one main job and kills the product exactly at each of `targets`, one after the other; the connection at the boundary
 * is cut. Returns which of them were reached.
 */
export async function killAtBoundaries(
  world: FaultWorld,
  targets: Target[],
  onStep?: (number: number, step: string) => void,
): Promise<RoundResult & { reached: Target[] }> {
  const counts = new Map<string, number>();
  const waiting = new Map(targets.map((target) => [targetName(target), target]));
  const reached: Target[] = [];
  let restarting: Promise<void> | undefined;
  world.watch(async (boundary) => {
    if (restarting) return 'pass';
    const name = boundaryName(boundary);
    const ordinal = (counts.get(name) ?? 0) + 1;
    counts.set(name, ordinal);
    const target = waiting.get(targetName({ boundary, ordinal }));
    if (!target) return 'pass';
    waiting.delete(targetName(target));
    reached.push(target);
    const killed = world.kill();
    restarting = killed.then(() => world.restart()).finally(() => (restarting = undefined));
    restarting.catch(() => undefined);
    await killed;
    return boundary.phase === 'answered' ? 'pass' : 'cut';
  });
  const result = await playRound(world, {
    jobs: 1,
    ...(onStep ? { onStep } : {}),
    disturb: async (isOver) => {
      while (!isOver()) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        await restarting;
      }
    },
  });
  world.watch(async () => 'pass');
  return { ...result, reached };
}

/** Deals the targets out over rounds so that those of one round lie far apart: no single step meets two kills. */
export function dealTargets(targets: Target[], perRound: number): Target[][] {
  const rounds = Math.ceil(targets.length / perRound);
  return Array.from({ length: rounds }, (_, round) => targets.filter((_target, index) => index % rounds === round));
}
