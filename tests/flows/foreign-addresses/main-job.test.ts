import { afterEach, expect, test } from 'vitest';
import { runMainJob } from '#tests/support/main-job.ts';
import { findRedisServer, noRedisReason } from '#tests/support/redis-server.ts';
import { withDatabase } from '#tests/support/team.ts';
import { checkAudit, checkCalls, checkMessages, checkNothingLost } from '#tests/faults/invariants.ts';
import { openForeignWorld } from './foreign-world.ts';
import type { ForeignWorld, ForeignWorldOptions } from './foreign-world.ts';

const redisProgram = findRedisServer();
const outside = { kind: 'outside', redisProgram: redisProgram ?? '' } as const;
const embedded = { kind: 'embedded' } as const;
if (redisProgram === null) console.log(`The main job on DATABASE_URL and REDIS_URL: ${noRedisReason}`);

let world: ForeignWorld | undefined;
afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

/** Plays the main job, stops the product in order, and returns whatever was not as it should be. */
async function playMainJob(options: ForeignWorldOptions): Promise<string[]> {
  world = await openForeignWorld(options);
  const { standIns, team, databaseUrl, product } = world;
  const job = await runMainJob({ standIns, team, language: options.language, number: 1 });
  const problems = [
    ...job.decidedByPerson,
    ...(await checkCalls(databaseUrl, standIns)),
    ...(await checkNothingLost(databaseUrl, standIns, [job])),
    ...(await checkMessages(databaseUrl, [job])),
    ...(await checkAudit(databaseUrl)),
  ];
  const engines = await withDatabase(
    databaseUrl,
    async (client) => (await client.query<{ engine: string }>('SELECT engine FROM call_analyses')).rows,
  );
  if (engines.length !== 1 || engines[0]?.engine !== 'gpt-5-mini')
    problems.push('The call was not analyzed by the model.');
  problems.push(...product.complaints());
  const [code] = await product.stop();
  if (code !== 0) problems.push(`The product ended with ${code}.`);
  return problems;
}

test('The main job runs by polling on the embedded PostgreSQL, in Russian.', { timeout: 90_000 }, async () => {
  expect(await playMainJob({ telegramMode: 'polling', storage: embedded, language: 'ru' })).toEqual([]);
});

test('The main job runs by webhook on the embedded PostgreSQL, in English.', { timeout: 90_000 }, async () => {
  expect(await playMainJob({ telegramMode: 'webhook', storage: embedded, language: 'en' })).toEqual([]);
});

test.runIf(redisProgram !== null)(
  'The main job runs by polling on an outside PostgreSQL and Redis, in English.',
  { timeout: 90_000 },
  async () => {
    expect(await playMainJob({ telegramMode: 'polling', storage: outside, language: 'en' })).toEqual([]);
  },
);

test.runIf(redisProgram !== null)(
  'The main job runs by webhook on an outside PostgreSQL and Redis, in Russian.',
  { timeout: 90_000 },
  async () => {
    expect(await playMainJob({ telegramMode: 'webhook', storage: outside, language: 'ru' })).toEqual([]);
  },
);

test(
  'Optional Bot API methods that fail with 404 at the start are logged, and the main job runs without them.',
  { timeout: 90_000 },
  async () => {
    const optional = [
      'setMyCommands',
      'setMyName',
      'setMyDescription',
      'setMyShortDescription',
      'setChatMenuButton',
      'setMyDefaultAdministratorRights',
      'sendMessageDraft',
      'sendChatAction',
      'setMessageReaction',
    ];
    const before: ForeignWorldOptions['before'] = async ({ telegram }) => {
      for (const method of optional)
        await telegram.sim.fail({ method, status: 404, description: 'Not Found: method not found', times: 'always' });
    };
    world = await openForeignWorld({ telegramMode: 'polling', storage: embedded, language: 'ru', before });
    const job = await runMainJob({ standIns: world.standIns, team: world.team, language: 'ru', number: 1 });
    expect(job.reply).not.toBe('');
    const refused = (await world.standIns.telegram.sim.outbox())
      .filter((call) => call.faultId !== undefined)
      .map((call) => call.method);
    expect(refused).toContain('setMyCommands');
    expect(world.product.log().some((line) => /setMyCommands|commands/.test(line) && /404/.test(line))).toBe(true);
  },
);
