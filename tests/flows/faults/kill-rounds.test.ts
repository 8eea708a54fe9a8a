import { expect, test } from 'vitest';
import { openFaultWorld } from '#tests/faults/fault-world.ts';
import type { FaultWorldOptions } from '#tests/faults/fault-world.ts';
import { killAtRandom, playRound, seededRandom } from '#tests/faults/round.ts';
import { findRedisServer, noRedisReason } from '#tests/support/redis-server.ts';

const rounds = 2;
const hasRedis = findRedisServer() !== null;
if (!hasRedis) console.log(`Kill rounds with the queues in Redis: ${noRedisReason}`);

/** Plays the rounds and returns what went wrong; a round in which nothing was killed is wrong, too. */
async function playKillRounds(options: FaultWorldOptions, seed: number): Promise<string[]> {
  const world = await openFaultWorld(options);
  try {
    const problems: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const random = seededRandom(seed + round);
      const disturb = killAtRandom(world, random, { kills: 2, realWaitShare: 0 });
      const result = await playRound(world, { jobs: 2, disturb });
      if (result.kills === 0) problems.push('Nothing was killed.');
      problems.push(...result.problems.map((problem) => `seed ${seed + round}: ${problem}`));
    }
    return problems;
  } finally {
    await world.close();
  }
}

test(
  'Jobs whose process is killed at random moments end as if nothing had happened, with the queues in PostgreSQL.',
  { timeout: 180_000 },
  async () => {
    expect(
      await playKillRounds(
        { backend: 'postgres', telegramMode: 'webhook', parts: ['all'], language: 'ru', managers: 2 },
        1,
      ),
    ).toEqual([]);
  },
);

test.runIf(hasRedis)(
  'Jobs whose process is killed at random moments end as if nothing had happened, with the queues in Redis.',
  { timeout: 180_000 },
  async () => {
    expect(
      await playKillRounds(
        { backend: 'redis', telegramMode: 'polling', parts: ['all'], language: 'en', managers: 2 },
        11,
      ),
    ).toEqual([]);
  },
);
