import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAudit, checkCalls, checkMessages, checkNothingLost } from '#tests/faults/invariants.ts';
import { until } from '#tests/support/child-process.ts';
import { runMainJob } from '#tests/support/main-job.ts';
import type { MainJob, MainJobOptions } from '#tests/support/main-job.ts';
import { actUntilSeen, hasButton, newest, onlyWait } from '#tests/support/person.ts';
import { withDatabase } from '#tests/support/team.ts';
import { openForeignWorld } from './foreign-addresses/foreign-world.ts';
import type { ForeignWorld } from './foreign-addresses/foreign-world.ts';

let world: ForeignWorld;
let number = 0;

beforeAll(async () => {
  world = await openForeignWorld({ telegramMode: 'webhook', storage: { kind: 'embedded' }, language: 'ru' });
}, 60_000);
afterAll(() => world[Symbol.asyncDispose](), 60_000);

const page = '<html>Bad gateway, says a proxy</html>';
const errorIn200 = { status: 200, body: { status: 'error', message: 'Something went wrong' } };

/** Plays one main job on the common world. */
async function play(options: Partial<MainJobOptions> = {}): Promise<MainJob> {
  number += 1;
  const { standIns, team } = world;
  return runMainJob({ standIns, team, language: 'ru', number, stepLimitMs: 100_000, ...options });
}

/** What is wrong on any side after these jobs. */
async function readAllSides(...jobs: MainJob[]): Promise<string[]> {
  const { databaseUrl, standIns } = world;
  return [
    ...(await checkCalls(databaseUrl, standIns)),
    ...(await checkNothingLost(databaseUrl, standIns, jobs)),
    ...(await checkMessages(databaseUrl, jobs)),
    ...(await checkAudit(databaseUrl)),
  ];
}

/** How many requests of a kind each side has had, to prove that a fault was met and the work done again. */
async function countRequests(): Promise<{
  model: number;
  create: number;
  recording: number;
  read: number;
  list: number;
}> {
  const { retell, openai } = world.standIns;
  const asked = Map.groupBy(await retell.sim.requests(), (request) => request.route);
  const count = (route: string) => [...asked].find(([name]) => name === route)?.[1].length ?? 0;
  const model = (await openai.sim.requests()).filter((request) => request.route === 'chat').length;
  return {
    model,
    create: count('create-phone-call'),
    recording: count('recording'),
    read: count('get-call'),
    list: count('list-calls'),
  };
}

/** The provider's listing is believed a minute after the request; that minute passes here on the database's clock. */
async function letGracePass(calls: number): Promise<void> {
  let passed = 0;
  await until(
    'every dialling of unknown outcome waits for its look-up',
    async () => {
      const { rowCount } = await withDatabase(world.databaseUrl, (client) =>
        client.query(
          `UPDATE effects SET dispatched_at = dispatched_at - interval '2 minutes', run_at = now()
           WHERE kind = 'place-call' AND state = 'ready' AND dispatched_at > now() - interval '1 minute'`,
        ),
      );
      passed += rowCount ?? 0;
      return passed >= calls;
    },
    { timeoutMs: 90_000, everyMs: 200 },
  );
}

/** One way to fail, in each provider's own form. */
const kinds = [
  {
    name: 'asks to slow down',
    retell: { status: 429, retryAfterSec: 1 },
    recording: { status: 429, retryAfterSec: 1 },
    model: { kind: 'rate_limited', retryAfterSec: 1 },
    telegram: { status: 429, retryAfter: 1 },
    mayHaveBeenDone: false,
  },
  {
    name: 'answers 500',
    retell: { status: 500 },
    recording: { status: 500 },
    model: { kind: 'server_error' },
    telegram: { status: 500 },
    mayHaveBeenDone: true,
  },
  {
    name: 'answers nonsense',
    retell: { status: 200, text: page },
    recording: { status: 200, text: page },
    model: { kind: 'nonsense' },
    telegram: { rawBody: page },
    mayHaveBeenDone: true,
  },
  {
    name: 'answers 200 with an error',
    retell: errorIn200,
    recording: errorIn200,
    model: { kind: 'error_in_200' },
    telegram: { rawBody: '{"ok":false,"error_code":500,"description":"Internal Server Error"}' },
    mayHaveBeenDone: true,
  },
  {
    name: 'breaks the connection',
    retell: { kind: 'reset' },
    recording: { kind: 'reset' },
    model: { kind: 'reset' },
    telegram: { drop: true },
    mayHaveBeenDone: true,
  },
] as const;

test.for(kinds)(
  'Everything $name once, in each place of the main job: it is done again or looked up, and nothing is lost or doubled.',
  { timeout: 150_000 },
  async ({ retell, recording, model, telegram, mayHaveBeenDone }) => {
    const { standIns } = world;
    const before = await countRequests();
    // Each work that may have been done has been: whoever repeats it blindly calls or writes twice.
    await standIns.retell.sim.fault({ route: 'create-phone-call', afterEffect: mayHaveBeenDone, ...retell });
    await standIns.retell.sim.fault({ route: 'recording', ...recording });
    await standIns.openai.sim.fault({ route: 'chat', times: 1, ...model });
    for (const method of ['sendMessage', 'editMessageText', 'editMessageText', 'answerCallbackQuery']) {
      await standIns.telegram.sim.fail({ method, afterEffect: mayHaveBeenDone, times: 1, ...telegram });
    }
    const job = await play({
      async onStep(step) {
        if (step === 'approved') await standIns.openai.sim.fault({ route: 'chat', times: 1, ...model });
      },
    });
    expect(await readAllSides(job)).toEqual([]);
    const { calls } = job.manager.texts;
    await actUntilSeen(job.manager.sim, 'the recording on the card', onlyWait, async () =>
      newest(
        await job.manager.chatHistory(),
        (message) => message.text.includes(job.client.name) && hasButton(message, calls.recording),
      ),
    );
    const after = await countRequests();
    expect(await standIns.telegram.sim.faults()).toEqual([]);
    // Three undisturbed; the first draft may be out of date before it is asked for again.
    expect(after.model - before.model).toBeGreaterThanOrEqual(4);
    expect(after.recording - before.recording).toBeGreaterThanOrEqual(2);
    if (!mayHaveBeenDone) expect(after.create - before.create).toBeGreaterThanOrEqual(2);
  },
);

test(
  'Retell fails in three ways and has placed nothing: each call is placed once, when that is certain.',
  { timeout: 150_000 },
  async () => {
    const { retell } = world.standIns;
    const before = await countRequests();
    for (const fault of [{ status: 500 }, { status: 200, text: page }, errorIn200]) {
      await retell.sim.fault({ route: 'create-phone-call', ...fault });
    }
    const [first, second, third] = await Promise.all([play(), play(), play(), letGracePass(3)]);
    expect(await readAllSides(first, second, third)).toEqual([]);
    const after = await countRequests();
    expect(after.create - before.create).toBe(6);
    expect(after.list - before.list).toBeGreaterThanOrEqual(3);
  },
);

test(
  'Retell and Telegram never answer: what was asked is looked up or asked of a person when the time is over.',
  { timeout: 200_000 },
  async () => {
    const { retell, telegram } = world.standIns;
    await retell.sim.fault({ route: 'create-phone-call', kind: 'hang', afterEffect: true });
    const job = await play({
      async onStep(step, { client }) {
        if (step !== 'result') return;
        await telegram.sim.fail({
          method: 'sendMessage',
          chatId: client.user.id,
          latencyMs: 40_000,
          drop: true,
          times: 1,
        });
      },
    });
    expect(await readAllSides(job)).toEqual([]);
    expect(job.decidedByPerson).toEqual([`message: ${job.manager.texts.conversations.sendAgain}`]);
  },
);

test(
  'Retell refuses a call for good: its card asks a person in a sentence, and dialling again works.',
  { timeout: 120_000 },
  async () => {
    const { retell } = world.standIns;
    const refusal = { status: 402, body: { status: 'error', message: 'Payment required' } };
    await retell.sim.fault({ route: 'create-phone-call', ...refusal });
    const job = await play();
    expect(job.decidedByPerson).toEqual(['call: dial again']);
    expect(await readAllSides(job)).toEqual([]);
  },
);

test(
  'No webhook comes and get-call fails in four ways: the poll goes on until it knows.',
  { timeout: 150_000 },
  async () => {
    const { retell } = world.standIns;
    const before = await countRequests();
    for (const event of ['call_started', 'transcript_updated', 'call_ended', 'call_analyzed']) {
      await retell.sim.webhooks({ kind: 'drop', event, times: 50 });
    }
    for (const fault of [{ status: 429, retryAfterSec: 1 }, { status: 500 }, { status: 200, text: page }, errorIn200]) {
      await retell.sim.fault({ route: 'get-call', ...fault });
    }
    const job = await play();
    const after = await countRequests();
    await retell.sim.reset({ keepCalls: true });
    expect(after.read - before.read).toBeGreaterThanOrEqual(5);
    expect(await readAllSides(job)).toEqual([]);
  },
);

test(
  'The model refuses for good to judge a call: the card says so, and transcript and recording are there.',
  { timeout: 60_000 },
  async () => {
    const { openai, telegram } = world.standIns;
    const failed = play({
      stepLimitMs: 15_000,
      async onStep(step) {
        if (step === 'approved') await openai.sim.fault({ route: 'chat', kind: 'insufficient_quota', times: 1 });
      },
    });
    await expect(failed).rejects.toThrow(/the result of the call/);
    const [manager] = world.team.managers;
    if (!manager) throw new Error('The team has no manager.');
    const { calls } = manager.texts;
    const card = newest(await telegram.sim.history(manager.chat), (message) =>
      message.text.includes(calls.analysisFailed),
    );
    expect(card && hasButton(card, calls.transcript) && hasButton(card, calls.recording)).toBe(true);
  },
);

test(
  'The model refuses for good to write a draft: its card says so and offers another one.',
  { timeout: 60_000 },
  async () => {
    await world.standIns.openai.sim.fault({ route: 'chat', kind: 'unauthorized', times: 1 });
    const job = await play();
    const { drafts } = job.manager.texts;
    const failed = drafts.statuses['failed'] ?? 'no such text';
    const card = newest(
      await job.manager.chatHistory(),
      (message) => message.text.includes(job.client.name) && message.text.includes(failed),
    );
    expect(card && hasButton(card, drafts.regenerate)).toBe(true);
  },
);

test.for(['cut_stream', 'end_stream_early', 'stream_error_event'] as const)(
  'The stream of a draft breaks (%s): it is written again, and sent once.',
  { timeout: 60_000 },
  async (kind) => {
    const { openai } = world.standIns;
    const before = await countRequests();
    const job = await play({
      async onStep(step) {
        // The next request is the judgement of the call, the one after it the draft.
        if (step === 'approved') await openai.sim.fault({ route: 'chat', kind, skip: 1, times: 1 });
      },
    });
    expect(await readAllSides(job)).toEqual([]);
    expect((await countRequests()).model - before.model).toBeGreaterThanOrEqual(4);
  },
);

test(
  'Telegram leaves open whether messages to clients arrived: a person is asked about each, and each client gets one.',
  { timeout: 150_000 },
  async () => {
    const { sim } = world.standIns.telegram;
    const ways = [
      { status: 500, afterEffect: true },
      { status: 500 },
      { drop: true, afterEffect: true },
      { drop: true },
    ];
    const jobs = await Promise.all(
      ways.map((way) =>
        play({
          async onStep(step, { client }) {
            if (step === 'result') await sim.fail({ method: 'sendMessage', chatId: client.user.id, times: 1, ...way });
          },
        }),
      ),
    );
    expect(await readAllSides(...jobs)).toEqual([]);
    const { conversations } = world.team.admin.texts;
    const decisions = jobs.map(
      (job) => job.decidedByPerson.filter((made) => made.includes(conversations.sendAgain)).length,
    );
    expect(decisions).toEqual([0, 1, 0, 1]);
    const statuses = await withDatabase(
      world.databaseUrl,
      async (client) =>
        (
          await client.query<{ count: number }>(
            `SELECT count(*)::int AS count FROM messages WHERE status = 'unknown' OR error IS NOT NULL`,
          )
        ).rows,
    );
    expect(statuses[0]?.count).toBeGreaterThanOrEqual(2);
  },
);

test(
  'After all of this nothing is left that neither ended nor stands before a person, and nothing failed unexpectedly.',
  { timeout: 90_000 },
  async () => {
    await until(
      'all work has ended',
      async () =>
        (
          await withDatabase(world.databaseUrl, (client) =>
            client.query(`SELECT 1 FROM effects WHERE state IN ('ready', 'running')`),
          )
        ).rowCount === 0,
      { timeoutMs: 80_000, everyMs: 500 },
    );
    expect(world.product.complaints().filter((line) => /failed unexpectedly|Uncaught|Unhandled/.test(line))).toEqual(
      [],
    );
  },
);
