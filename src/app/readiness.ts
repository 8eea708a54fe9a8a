import { setTimeout as delay } from 'node:timers/promises';
import type { ReadinessReport } from '#api/deps.ts';
import type { Database } from '#platform/database/database.ts';
import { messageOf } from '#platform/errors.ts';

/** A database that takes longer than this for one row hangs. */
const patienceMs = 2_000;

/**
 * Ready means that work gets done: the database answers, and a heartbeat went through the queue within three intervals. Asked
 * often, so the answer is at most half a second old; it comes within two seconds also when the database hangs.
 */
export function createReadiness(options: {
  database: Database;
  heartbeatIntervalMs: number;
}): () => Promise<ReadinessReport> {
  let report: ReadinessReport = { ready: false, checks: {} };
  let askedAtMs = 0;
  let looking: Promise<ReadinessReport> | undefined;
  const oldestMs = Math.max(3 * options.heartbeatIntervalMs, 10_000);

  async function look(): Promise<ReadinessReport> {
    try {
      const asked = options.database.prepared<{ age_ms: number | null }>(
        'readiness',
        `SELECT (SELECT extract(epoch FROM now() - beat_at) * 1000 FROM heartbeats WHERE name = 'jobs')::float8 AS age_ms`,
        [],
      );
      const rows = await Promise.race([asked, delay(patienceMs, null, { ref: false })]);
      if (rows === null)
        return {
          ready: false,
          checks: { database: { ok: false, detail: `no answer within ${patienceMs / 1_000} s` } },
        };
      const ageMs = rows[0]?.age_ms ?? null;
      const isFresh = ageMs !== null && ageMs < oldestMs;
      return {
        ready: isFresh,
        checks: {
          database: { ok: true, detail: 'answers' },
          jobs: {
            ok: isFresh,
            detail: ageMs === null ? 'no heartbeat yet' : `last heartbeat ${Math.round(ageMs / 100) / 10} s ago`,
          },
        },
      };
    } catch (error) {
      return { ready: false, checks: { database: { ok: false, detail: messageOf(error) } } };
    }
  }

  return async () => {
    if (performance.now() - askedAtMs > 500 || !report.ready) {
      // One look at a time: a database that hangs must not gather connections from those who ask how it is.
      looking ??= look().finally(() => (looking = undefined));
      report = await looking;
      askedAtMs = performance.now();
    }
    return report;
  };
}
