import { parseArgs } from 'node:util';
import { countParked } from '#tests/faults/unfinished.ts';
import { dealTargets, killAtBoundaries, recordBoundaries, targetName } from '#tests/faults/boundary-rounds.ts';
import type { Target } from '#tests/faults/boundary-rounds.ts';
import { openFaultWorld } from '#tests/faults/fault-world.ts';
import type { Backend, FaultWorld } from '#tests/faults/fault-world.ts';
import { killAtRandom, playRound, seededRandom } from '#tests/faults/round.ts';
import type { RoundResult } from '#tests/faults/round.ts';
import { findRedisServer, noRedisReason } from '#tests/support/redis-server.ts';

/**
 * `npm run test:faults -- [--long] [--minutes N] [--backend postgres|redis] [--rounds N] [--boundaries N] [--only text] [--seed N]
 *  [--jobs N] [--parallel N]`
 * kills the product at random moments and at each boundary of the main job, and checks the invariants after each round.
 * `--long` plays more of everything for as long as `--minutes` allow; `--boundaries 0` leaves the boundaries out.
 */
const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    backend: { type: 'string' },
    rounds: { type: 'string' },
    boundaries: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string' },
    jobs: { type: 'string', default: '3' },
    parallel: { type: 'string', default: '2' },
    log: { type: 'boolean', default: false },
  },
});

const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const endAtMs = performance.now() + Number(values.minutes ?? (values.long ? 60 : 600)) * 60_000;
const isTimeOver = () => performance.now() > endAtMs;
/** Far enough apart that no step meets two of them. */
const killsPerRound = 6;
let passed = 0;
let failed = 0;
const table: { backend: string; boundary: string; kills: number; problems: number }[] = [];

function report(world: FaultWorld, title: string, result: RoundResult): void {
  const isGood = result.problems.length === 0;
  if (isGood) passed += 1;
  else failed += 1;
  const person = result.decidedByPerson.length > 0 ? `, asked a person: ${result.decidedByPerson.join('; ')}` : '';
  console.log(
    `${isGood ? 'ok  ' : 'FAIL'} ${world.options.backend} ${title}: ${result.kills} kills, ${result.jobs} jobs, ${(result.durationMs / 1000).toFixed(1)} s${person}`,
  );
  for (const problem of result.problems) console.log(`       ${problem}`);
  if (!isGood && values.log) console.log(world.product.complaints().slice(-30).join('\n'));
}

async function randomRounds(backend: Backend, rounds: number): Promise<void> {
  const shapes = [
    { parts: ['all'], telegramMode: 'webhook', language: 'ru' },
    { parts: ['all'], telegramMode: 'polling', language: 'en' },
    { parts: ['bot', 'api', 'jobs'], telegramMode: 'polling', language: 'ru' },
  ] as const;
  for (const [index, shape] of shapes.entries()) {
    const share = Math.floor(rounds / shapes.length) + (index < rounds % shapes.length ? 1 : 0);
    if (share === 0 || isTimeOver()) continue;
    const world = await openFaultWorld({ backend, managers: 2, ...shape });
    try {
      for (let round = 0; round < share && !isTimeOver(); round += 1) {
        const roundSeed = seed + index * 10_000 + round;
        const random = seededRandom(roundSeed);
        const disturb = killAtRandom(world, random, {
          kills: 1 + Math.floor(random() * 3),
          realWaitShare: values.long ? 0.2 : 0.04,
        });
        report(
          world,
          `random ${shape.parts.join('+')} ${shape.telegramMode} ${shape.language} seed ${roundSeed}`,
          await playRound(world, { jobs: Number(values.jobs), disturb }),
        );
      }
      await reportParked(world);
    } finally {
      await world.close();
    }
  }
}

async function boundaryRounds(backend: Backend, times: number): Promise<void> {
  const world = await openFaultWorld({
    backend,
    managers: 1,
    parts: ['all'],
    telegramMode: backend === 'redis' ? 'polling' : 'webhook',
    language: backend === 'redis' ? 'en' : 'ru',
  });
  try {
    const { targets: all, result } = await recordBoundaries(world);
    report(world, `recording (${all.length} boundaries)`, result);
    const targets = all.filter((target) => values.only === undefined || targetName(target).includes(values.only));
    const waiting = Array.from({ length: times }, () => dealTargets(targets, killsPerRound)).flat();
    const missed: Target[] = [];
    const play = async (title: string, group: Target[]) => {
      const played = await killAtBoundaries(world, group);
      report(world, `${title} at ${played.reached.map(targetName).join(' | ')}`, played);
      for (const target of played.reached)
        table.push({ backend, boundary: targetName(target), kills: 1, problems: played.problems.length });
      return group.filter((target) => !played.reached.includes(target));
    };
    for (const group of waiting) {
      if (isTimeOver()) break;
      missed.push(...(await play('boundary', group)));
    }
    // A kill changes what follows: what was not reached behind another kill gets a round of its own.
    for (const target of missed) {
      if (isTimeOver()) break;
      if ((await play('boundary alone', [target])).length > 0)
        console.log(`     not reached again: ${targetName(target)}`);
    }
    await reportParked(world);
  } finally {
    await world.close();
  }
}

async function reportParked(world: FaultWorld): Promise<void> {
  const parked = await countParked(world.databaseUrl);
  const list = Object.entries(parked).map(([kind, count]) => `${count} ${kind}`);
  console.log(`     before a person at the end: ${list.join(', ') || 'nothing'}`);
}

function printTable(): void {
  const byBoundary = Map.groupBy(table, (row) => `${row.backend}  ${row.boundary}`);
  if (byBoundary.size === 0) return;
  console.log('\nkills  failed  boundary');
  for (const [name, rows] of [...byBoundary].sort(([a], [b]) => a.localeCompare(b))) {
    console.log(
      `${String(rows.length).padStart(5)}  ${String(rows.filter((row) => row.problems > 0).length).padStart(6)}  ${name}`,
    );
  }
}

const wanted: Backend[] =
  values.backend === 'redis' || values.backend === 'postgres' ? [values.backend] : ['postgres', 'redis'];
const rounds = Number(values.rounds ?? (values.long ? 1_000 : 60));
const times = Number(values.boundaries ?? (values.long ? 3 : 1));
console.log(`seed ${seed}`);
const work: (() => Promise<void>)[] = [];
for (const backend of wanted) {
  if (backend === 'redis' && findRedisServer() === null) {
    console.log(`redis: ${noRedisReason}`);
    continue;
  }
  if (times > 0) work.push(() => boundaryRounds(backend, times));
  if (rounds > 0) work.push(() => randomRounds(backend, Math.ceil(rounds / wanted.length)));
}
// Worlds mostly wait for starts, so several share the machine without disturbing each other.
await Promise.all(
  Array.from({ length: Number(values.parallel) }, async () => {
    for (let next = work.shift(); next; next = work.shift()) await next();
  }),
);
printTable();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
