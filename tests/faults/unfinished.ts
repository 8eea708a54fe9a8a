import { withDatabase } from '#tests/support/team.ts';

/** Work that neither ended nor stands before a person, one line each. */
export async function findUnfinished(databaseUrl: string): Promise<string[]> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ line: string }>(`
      SELECT 'effect ' || kind || ' ' || id || ' ' || state || ' attempts ' || attempts || coalesce(' error ' || last_error, '') || ' due in ' || round(extract(epoch FROM run_at - now())) || ' s' AS line
      FROM effects WHERE state IN ('ready', 'running')
      UNION ALL
      SELECT 'update ' || seq || ' attempts ' || attempts || coalesce(' error ' || error, '') || coalesce(' lease for ' || round(extract(epoch FROM lease_until - now())) || ' s', '')
      FROM telegram_updates WHERE handled_at IS NULL AND parked_at IS NULL
      UNION ALL
      SELECT 'call ' || id || ' ' || status || ' analysis ' || analysis_status || coalesce(' next attempt at ' || next_attempt_at, '') FROM calls
      WHERE status IN ('queued', 'dialing', 'ringing', 'ongoing') OR analysis_status = 'pending'
      UNION ALL
      SELECT 'message ' || id || ' queued' FROM messages WHERE status = 'queued'
      UNION ALL
      SELECT 'draft ' || id || ' generating' FROM drafts WHERE status = 'generating'
      UNION ALL
      SELECT 'webhook ' || id || ' unhandled' FROM webhook_deliveries WHERE handled_at IS NULL`);
    return rows.map((row) => row.line);
  });
}

/** What was given up and waits for a person, by kind; a healthy run has none. */
export async function countParked(databaseUrl: string): Promise<Record<string, number>> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ kind: string; count: number }>(`
      SELECT kind || ' ' || state AS kind, count(*)::int AS count FROM effects WHERE state IN ('parked', 'unknown') GROUP BY 1
      UNION ALL SELECT 'telegram update parked', count(*)::int FROM telegram_updates WHERE parked_at IS NOT NULL HAVING count(*) > 0
      UNION ALL SELECT 'call needs_person', count(*)::int FROM calls WHERE status = 'needs_person' HAVING count(*) > 0
      UNION ALL SELECT 'message unknown', count(*)::int FROM messages WHERE status = 'unknown' HAVING count(*) > 0`);
    return Object.fromEntries(rows.map((row) => [row.kind, row.count]));
  });
}
