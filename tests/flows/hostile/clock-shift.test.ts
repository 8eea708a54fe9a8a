import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';
import { checkAudit, checkCalls, checkMessages, checkNothingLost } from '#tests/faults/invariants.ts';
import { findUnfinished } from '#tests/faults/unfinished.ts';
import { WithId } from '#tests/support/api-client.ts';
import { until } from '#tests/support/child-process.ts';
import { runMainJob } from '#tests/support/main-job.ts';
import { createProduct } from '#tests/support/product-process.ts';
import { startStandIns } from '#tests/support/stand-ins.ts';
import { gatherTeam, withDatabase } from '#tests/support/team.ts';
import type { Team } from '#tests/support/team.ts';
import { scaled } from './scale.ts';

const minuteMs = 60_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const shiftModule = fileURLToPath(new URL('./shifted-clock.mjs', import.meta.url));

/** Plays main jobs on two processes whose clocks are this far apart; what went wrong, in sentences. */
async function play(shifts: { all: number; jobs: number }, jobs: number): Promise<string[]> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'perezvon-clock-'));
  await chmod(folder, 0o755);
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const standIns = await startStandIns({ folder });
  cleanup.defer(() => standIns.stop());
  const postgres = await startEmbeddedPostgres({ dataDir: folder, durability: 'test', log: quiet });
  cleanup.defer(() => postgres.stop());
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  const processOf = async (part: 'all' | 'jobs', shiftMs: number) => {
    const product = await createProduct({
      dataDir,
      addresses: { telegram: standIns.telegram.url, retell: standIns.retell.url, openai: standIns.openai.url },
      telegramMode: 'webhook',
      databaseUrl: postgres.url,
      parts: [part],
      environment: { NODE_OPTIONS: `--import ${shiftModule}`, CLOCK_SHIFT_MS: String(shiftMs) },
    });
    cleanup.defer(() => product.destroy());
    return product;
  };
  const first = await processOf('all', shifts.all);
  await standIns.retell.sim.settings({ webhookUrl: `${first.publicUrl}/api/webhooks/retell` });
  await first.start();
  const second = await processOf('jobs', shifts.jobs);
  // A process without an API has no readiness of its own: what it did is looked at in the end.
  void second.start().catch(() => undefined);
  const team = await gatherTeam({
    apiUrl: () => first.url,
    standIns,
    databaseUrl: postgres.url,
    language: 'ru',
    managers: 2,
  });
  const early = await plantFuture(team, postgres.url);

  const done = await Promise.all(
    Array.from({ length: jobs }, (_, index) =>
      runMainJob({ standIns, team, language: 'ru', number: index + 1, approver: index, stepLimitMs: 60_000 }),
    ),
  );
  const waiting = new Set(early.effectKinds);
  await until(
    'everything that is due has ended',
    async () => (await findUnfinished(postgres.url)).every((line) => [...waiting].some((kind) => line.includes(kind))),
    { timeoutMs: 30_000, everyMs: 200 },
  ).catch(() => undefined);
  const problems = [
    ...(await early.check()),
    ...(await checkNothingLost(postgres.url, standIns, done)),
    ...(await checkMessages(postgres.url, done)),
    ...(await checkAudit(postgres.url)),
    ...(await checkCalls(postgres.url, standIns)).filter((line) => !line.includes(early.goal)),
    ...(await checkOnce(postgres.url)),
  ];
  const refused = (await standIns.retell.sim.sentWebhooks()).filter(({ status }) => status !== null && status >= 400);
  problems.push(...refused.map(({ event, status }) => `A genuine ${event} was answered ${status}.`));
  const carriedOut = await workersOf(postgres.url);
  if (carriedOut < 2) problems.push(`Only ${carriedOut} process carried work out.`);
  return problems;
}

/** Things whose time comes in some minutes on the database's clock: a process ten minutes ahead would think that it is past. */
async function plantFuture(team: Team, databaseUrl: string) {
  const goal = 'Call at the agreed time only';
  const { id: leadId } = await team.api.send('POST', '/api/leads', { name: 'Later', phone: '+79167770000' }, WithId);
  const windowStart = new Date(Date.now() + 5 * minuteMs).toISOString();
  const windowEnd = new Date(Date.now() + 60 * minuteMs).toISOString();
  await withDatabase(databaseUrl, (client) => client.query('UPDATE organizations SET own_approval_allowed = true'));
  const { id: approved } = await team.api.send(
    'POST',
    '/api/call-requests',
    { leadId, goal, windowStart, windowEnd },
    WithId,
  );
  await team.api.send('POST', `/api/call-requests/${approved}/approve`, {}, WithId);
  const { id: pending } = await team.api.send(
    'POST',
    '/api/call-requests',
    { leadId, goal: `${goal}, perhaps` },
    WithId,
  );
  await withDatabase(databaseUrl, async (client) => {
    await client.query(`UPDATE call_requests SET deadline_at = now() + interval '6 minutes' WHERE id = $1`, [pending]);
    await client.query(
      `INSERT INTO effects (id, organization_id, kind, key, queue, payload, run_at)
       SELECT gen_random_uuid(), id, 'draw-cards', 'planted', 'telegram', '{"kind":"lead","subjectId":"0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b"}', now() + interval '5 minutes' FROM organizations LIMIT 1`,
    );
  });
  return {
    goal,
    effectKinds: ['draw-cards', 'place-call', goal, 'call', 'request'],
    async check(): Promise<string[]> {
      const problems: string[] = [];
      await withDatabase(databaseUrl, async (client) => {
        const planted = await client.query(`SELECT state::text, attempts FROM effects WHERE key = 'planted'`);
        if (JSON.stringify(planted.rows) !== '[{"state":"ready","attempts":0}]')
          problems.push(`An effect ran early: ${JSON.stringify(planted.rows)}`);
        const request = await client.query('SELECT status::text FROM call_requests WHERE id = $1', [pending]);
        if (request.rows[0]?.status !== 'pending')
          problems.push(`A request is ${request.rows[0]?.status} before its deadline.`);
        const attempts = await client.query(
          `SELECT 1 FROM call_attempts t JOIN calls c ON c.id = t.call_id WHERE c.call_request_id = $1`,
          [approved],
        );
        if (attempts.rowCount !== 0) problems.push('A call was dialled before its window.');
        const early = await client.query(`SELECT kind FROM effects WHERE finished_at < run_at - interval '1 second'`);
        problems.push(...early.rows.map(({ kind }) => `A ${kind} was finished before its time.`));
      });
      return problems;
    },
  };
}

/** No piece of work was carried out twice: each delivered message, placed call and analysis has one effect that ended once. */
async function checkOnce(databaseUrl: string): Promise<string[]> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ kind: string; fence: number; attempts: number; error: string | null }>(
      `SELECT kind, fence, attempts, last_error AS error FROM effects
       WHERE state = 'done' AND kind IN ('place-call', 'deliver-message') AND fence > 1 AND last_error IS NULL`,
    );
    return rows.map(({ kind, fence }) => `A ${kind} was taken up ${fence} times without a failure.`);
  });
}

async function workersOf(databaseUrl: string): Promise<number> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(DISTINCT lease_owner)::int AS count FROM effects',
    );
    return rows[0]?.count ?? 0;
  });
}

test(
  'A worker whose clock is ten minutes ahead does nothing early and nothing twice.',
  { timeout: 180_000 },
  async () => {
    expect(await play({ all: 0, jobs: 10 * minuteMs }, scaled(4))).toEqual([]);
  },
);

test(
  'A main process whose clock is ten minutes behind its worker’s loses, repeats and refuses nothing.',
  { timeout: 180_000 },
  async () => {
    expect(await play({ all: -10 * minuteMs, jobs: 0 }, scaled(4))).toEqual([]);
  },
);
