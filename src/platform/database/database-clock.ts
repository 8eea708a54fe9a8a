import type { Clock } from '#platform/clock.ts';
import type { Database } from '#platform/database/database.ts';
import { messageOf } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';

const syncIntervalMs = 30_000;

/**
 * The database's time, so that processes whose own clocks disagree or jump agree about deadlines and calling hours. Read at
 * the start and every half minute, carried on in between by a timer that no clock change moves.
 */
export async function startDatabaseClock(database: Database, log: Log): Promise<Clock & { stop(): void }> {
  let dbMs = 0;
  let readAtMs = 0;

  async function sync(): Promise<void> {
    const askedAtMs = performance.now();
    const [row] = await database.prepared<{ now_ms: number }>(
      'database-clock',
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms',
      [],
    );
    if (!row) return;
    const answeredAtMs = performance.now();
    dbMs = row.now_ms;
    readAtMs = (askedAtMs + answeredAtMs) / 2;
  }

  await sync();
  const timer = setInterval(() => {
    sync().catch((error: unknown) => log.warn({ err: messageOf(error) }, 'the database was not asked for the time'));
  }, syncIntervalMs);
  timer.unref();
  return {
    now: () => new Date(dbMs + (performance.now() - readAtMs)),
    stop: () => clearInterval(timer),
  };
}
