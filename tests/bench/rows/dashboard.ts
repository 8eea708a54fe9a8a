import { Client } from 'pg';
import { getDashboardStats } from '#domain/dashboard/get-dashboard-stats.ts';
import { ms, times } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { median, spreadOf } from '../statistics.ts';
import { withContexts } from '../world/product.ts';
import { organizationId } from '../world/seed.ts';

const callCount = 1_000_000;

/** Numbers over a million calls of one organization in a year: the kept counts against counting the calls themselves. */
export const dashboardRow: BenchRow = {
  name: 'dashboard',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('calls');
    return withContexts(databaseUrl, async (make) => {
      bench.log(`seeding ${callCount} calls`);
      const seeder = new Client({ connectionString: databaseUrl });
      await seeder.connect();
      for (const statement of seedStatements) await seeder.query(statement);
      const ctx = make({
        organizationId,
        actor: { kind: 'system', id: null, name: 'bench' },
        door: 'api',
      });
      const raw: number[] = [];
      const kept: number[] = [];
      for (let round = 0; round < bench.rounds; round += 1) {
        raw.push(await timed(() => seeder.query(rawText, [organizationId])));
        for (let run = 0; run < 20; run += 1) kept.push(await timed(() => getDashboardStats(ctx)));
      }
      await seeder.end();
      const spread = spreadOf(kept);
      const ratio = median(raw) / spread.p50;
      return [
        {
          metric: 'dashboard over 1M calls, over the raw GROUP BY',
          baseline: ms(median(raw)),
          product: `p50 ${ms(spread.p50)}, p95 ${ms(spread.p95)}`,
          result: times(ratio),
          goal: '≥ 50 ×',
          isMet: ratio >= 50,
        },
      ];
    });
  },
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

const org = `'${organizationId}'::uuid`;
const seedStatements = [
  'ALTER TABLE calls DISABLE TRIGGER USER',
  'ALTER TABLE call_analyses DISABLE TRIGGER USER',
  `INSERT INTO calls (id, organization_id, source, direction, status, manager_id, duration_sec, created_at, started_at, updated_at)
   SELECT md5(n::text)::uuid, ${org}, 'incoming', 'outgoing',
          (ARRAY['ended', 'ended', 'ended', 'not_connected'])[1 + n % 4]::"CallStatus",
          (SELECT array_agg(id) FROM users WHERE organization_id = ${org})[1 + n % (SELECT count(*) FROM users WHERE organization_id = ${org})],
          n % 600, now() - n * interval '31 seconds', now() - n * interval '31 seconds', now()
   FROM generate_series(1, ${callCount}) AS n`,
  `INSERT INTO call_analyses (id, organization_id, call_id, sentiment, sentiment_score, topics, summary, action_items, language, metrics, engine, input_hash)
   SELECT md5('a' || id::text)::uuid, organization_id, id, (ARRAY['positive', 'neutral', 'negative'])[1 + duration_sec % 3]::"Sentiment",
          (duration_sec % 200) / 100.0 - 1, '{}', '', '{}', 'ru', '{}', 'bench', '' FROM calls WHERE status = 'ended'`,
  'ALTER TABLE calls ENABLE TRIGGER USER',
  'ALTER TABLE call_analyses ENABLE TRIGGER USER',
  `SELECT rebuild_call_day_stats(${org})`,
  'VACUUM ANALYZE calls',
  'VACUUM ANALYZE call_analyses',
  'VACUUM ANALYZE call_day_stats',
];

/** The same numbers from the calls themselves. */
const rawText = `
  SELECT (coalesce(c.started_at, c.created_at) AT TIME ZONE 'Europe/Moscow')::date AS day, c.manager_id, c.status, a.sentiment,
         count(*), sum(c.duration_sec), sum(a.sentiment_score)
  FROM calls c LEFT JOIN call_analyses a ON a.organization_id = c.organization_id AND a.call_id = c.id
  WHERE c.organization_id = $1 AND c.deleted_at IS NULL GROUP BY 1, 2, 3, 4`;
