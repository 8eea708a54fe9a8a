import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await query('DELETE FROM calls');
  await query('DELETE FROM call_day_stats');
  await query(`UPDATE organizations SET time_zone = 'Europe/Moscow'`);
});

const query = (text: string, values: unknown[] = []) =>
  world.database.pool.query<Record<string, unknown>>(text, values);

const measures = `sum(calls)::int AS calls, sum(duration_sec)::int AS duration, sum(timed)::int AS timed, sum(score)::float AS score, sum(scored)::int AS scored`;

/** What the kept counts add up to, and what counting all calls anew gives. */
async function keptAndCounted() {
  const { rows: kept } = await query(
    `SELECT organization_id, day::text, manager_id, manager_name, kind, sentiment, ${measures} FROM call_day_stats
     GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(calls) <> 0 OR sum(scored) <> 0 OR sum(timed) <> 0 ORDER BY 1, 2, 3, 4, 5, 6`,
  );
  const { rows: counted } = await query(
    `WITH facts AS (
       SELECT c.organization_id, (coalesce(c.started_at, c.created_at) AT TIME ZONE o.time_zone)::date AS day, c.manager_id,
              CASE WHEN c.manager_id IS NULL THEN c.manager_name END AS manager_name,
              CASE WHEN c.status = 'ended' THEN 'completed' WHEN c.status IN ('not_connected', 'failed', 'cancelled') THEN 'missed' ELSE 'in-progress' END AS kind,
              a.sentiment::text, 1 AS calls, CASE WHEN c.status = 'ended' THEN coalesce(c.duration_sec, 0) ELSE 0 END AS duration_sec,
              CASE WHEN c.status = 'ended' AND c.duration_sec IS NOT NULL THEN 1 ELSE 0 END AS timed,
              coalesce(a.sentiment_score, 0)::numeric AS score, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS scored
       FROM calls c JOIN organizations o ON o.id = c.organization_id LEFT JOIN call_analyses a ON a.call_id = c.id WHERE c.deleted_at IS NULL)
     SELECT organization_id, day::text, manager_id, manager_name, kind, sentiment, ${measures} FROM facts GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6`,
  );
  return { kept, counted };
}

/** The same numbers in each run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const statuses = ['queued', 'dialing', 'ongoing', 'ended', 'not_connected', 'failed', 'cancelled', 'needs_person'];
const sentiments = ['positive', 'neutral', 'negative'];

/** One random change of a random call: everything that moves a call between days, managers, kinds and sentiments. */
async function changeSomething(next: (below: number) => number, ids: string[]): Promise<void> {
  const id = ids[next(ids.length)];
  const moment = `2026-0${1 + next(9)}-${10 + next(15)}T2${next(4)}:30:00Z`;
  const set = (assignment: string, value: unknown) =>
    query(`UPDATE calls SET ${assignment} WHERE id = $1`, [id, value]);
  const changes = [
    () => set('status = $2::"CallStatus"', statuses[next(statuses.length)]),
    () => set('started_at = $2', moment),
    () => set('duration_sec = $2', next(600)),
    () =>
      query('UPDATE calls SET manager_id = $2 WHERE id = $1 AND organization_id = $3', [
        id,
        [world.manager.id, world.otherManager.id, null][next(3)],
        world.organizationId,
      ]),
    () => set('manager_name = $2', `Manager ${next(3)}`),
    () => set('deleted_at = $2', next(2) === 0 ? null : moment),
    () => set('client_name = $2', `Client ${next(100)}`),
    () =>
      query(
        `INSERT INTO call_analyses (id, organization_id, call_id, sentiment, sentiment_score, topics, summary, action_items, language, metrics, engine, input_hash)
         SELECT $2, organization_id, id, $3::"Sentiment", $4, '{}', '', '{}', 'ru', '{}', 'test', '' FROM calls WHERE id = $1
         ON CONFLICT (organization_id, call_id) DO UPDATE SET sentiment = excluded.sentiment, sentiment_score = excluded.sentiment_score`,
        [id, newId(), sentiments[next(3)], next(200) / 100 - 1],
      ),
    () => query('DELETE FROM call_analyses WHERE call_id = $1', [id]),
    () => (next(6) === 0 ? query('DELETE FROM calls WHERE id = $1', [id]) : query('SELECT 1')),
  ];
  await changes[next(changes.length)]?.();
}

async function insertCalls(count: number, organizationId = world.organizationId): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await query(
    `INSERT INTO calls (id, organization_id, source, direction, status, duration_sec, created_at, updated_at)
     SELECT id, $2, 'incoming', 'incoming', 'ended', 60, '2026-03-01T20:30:00Z'::timestamptz + n * interval '7 hours', now()
     FROM unnest($1::uuid[]) WITH ORDINALITY AS given(id, n)`,
    [ids, organizationId],
  );
  return ids;
}

test('the kept counts are those of all calls after any changes at the same time, folds among them', async () => {
  const ids = [...(await insertCalls(12)), ...(await insertCalls(4, world.other.organizationId))];
  await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async (seed) => {
      const next = numbersFrom(seed);
      for (let step = 0; step < 60; step += 1) {
        await changeSomething(next, ids);
        if (next(20) === 0) await query('SELECT fold_call_day_stats($1)', [world.organizationId]);
      }
    }),
  );
  const { kept, counted } = await keptAndCounted();
  expect(counted.length).toBeGreaterThan(3);
  expect(kept).toEqual(counted);
});

test('a call counts on its day in the organization’s zone, and on another one when the zone changes while calls change', async () => {
  const ids = await insertCalls(8);
  const before = (await keptAndCounted()).kept;
  const next = numbersFrom(99);
  await Promise.all([
    query(`UPDATE organizations SET time_zone = 'America/New_York' WHERE id = $1`, [world.organizationId]),
    ...Array.from({ length: 30 }, () => changeSomething(next, ids)),
    query(`UPDATE organizations SET time_zone = 'Asia/Tokyo' WHERE id = $1`, [world.organizationId]),
  ]);
  const { kept, counted } = await keptAndCounted();
  expect(kept).toEqual(counted);
  expect(kept.map((row) => row['day'])).not.toEqual(before.map((row) => row['day']));
});

test('folding leaves one row for each kind of call on a day, and the same sums', async () => {
  const ids = await insertCalls(3);
  for (const status of ['ongoing', 'ended', 'failed', 'ended'])
    await query('UPDATE calls SET status = $2::"CallStatus" WHERE id = ANY($1)', [ids, status]);
  const before = (await keptAndCounted()).kept;
  await query('SELECT fold_call_day_stats($1)', [world.organizationId]);
  expect((await keptAndCounted()).kept).toEqual(before);
  expect((await query('SELECT count(*)::int AS n FROM call_day_stats')).rows[0]?.['n']).toBe(before.length);
});

test('counting everything anew repairs counts that somebody changed by hand', async () => {
  await insertCalls(5);
  await query('UPDATE call_day_stats SET calls = calls + 40 WHERE organization_id = $1', [world.organizationId]);
  await query('SELECT rebuild_call_day_stats($1)', [world.organizationId]);
  const { kept, counted } = await keptAndCounted();
  expect(kept).toEqual(counted);
});
