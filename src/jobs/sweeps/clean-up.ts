import type { ContextFactory } from '#domain/context.ts';
import type { Sweep } from '#jobs/worker.ts';

const batchRows = 5_000;
/** A run ends here; what is left waits for the next one. */
const mostBatches = 20;

/**
 * What is thrown away, by what it is and how old. Work that waits for a person is none of it: parked and unknown effects,
 * parked updates and webhooks that were never handled stay until somebody decided.
 */
const litter: readonly { name: string; delete: string }[] = [
  {
    name: 'updates',
    delete: batchOf('telegram_updates', 'seq', `handled_at < now() - interval '48 hours' AND parked_at IS NULL`),
  },
  {
    name: 'effects',
    delete: batchOf('effects', 'id', `state IN ('done', 'cancelled') AND finished_at < now() - interval '7 days'`),
  },
  { name: 'events', delete: batchOf('events', 'id', `occurred_at < now() - interval '30 days'`) },
  {
    // The row stays, so that a late repeat is still known and answered as the first time; what it said is not needed.
    name: 'webhook bodies',
    delete: `UPDATE webhook_deliveries SET body = '', headers = '{}', result = CASE jsonb_typeof(result) WHEN 'object' THEN result - 'parsed' END WHERE id IN (
      SELECT id FROM webhook_deliveries WHERE handled_at < now() - interval '30 days' AND body <> '' LIMIT $1)`,
  },
  {
    name: 'idempotency records',
    delete: batchOf('idempotency_records', 'id', `created_at < now() - interval '24 hours'`),
  },
  {
    name: 'invites',
    delete: batchOf('invites', 'id', `least(used_at, expires_at) < now() - interval '30 days'`),
  },
  {
    name: 'refresh tokens',
    delete: batchOf('refresh_tokens', 'id', `least(used_at, revoked_at, expires_at) < now() - interval '30 days'`),
  },
  {
    name: 'password links',
    delete: batchOf('password_resets', 'id', `least(used_at, expires_at) < now() - interval '7 days'`),
  },
  { name: 'exchanged initData', delete: batchOf('init_data_uses', 'hash', 'expires_at < now()') },
  {
    name: 'forms',
    delete: batchOf(
      'form_drafts',
      'id',
      `(form LIKE 'prompt:%' OR form LIKE 'quickLead:%') AND updated_at < now() - interval '7 days'`,
    ),
  },
  { name: 'dialogues', delete: batchOf('bot_sessions', 'key', `updated_at < now() - interval '7 days'`) },
];

function batchOf(table: string, key: string, condition: string): string {
  return `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT $1)`;
}

/** Throws away what nobody needs any more, once an hour over all processes, in batches that hold no table up for long. */
export const cleanUp: Sweep = {
  name: 'clean-up',
  pace: 'poll',
  async run(make: ContextFactory) {
    return (await takeTheHour(make)) ? cleanUpNow(make) : 0;
  },
};

/** Whether this process is the one that cleans up in this hour, by the database's clock. */
async function takeTheHour({ runtime }: ContextFactory): Promise<boolean> {
  const rows = await runtime.database.prepared<{ name: string }>(
    'sweep-clean-up-slot',
    `INSERT INTO heartbeats AS slot (name, beat_at) VALUES ('clean-up', now())
     ON CONFLICT (name) DO UPDATE SET beat_at = now() WHERE slot.beat_at <= now() - interval '1 hour' RETURNING name`,
    [],
  );
  return rows.length > 0;
}

/** Throws away what is old enough now, whatever the hour; returns how many rows. */
export async function cleanUpNow({ runtime }: ContextFactory, rowsOfBatch = batchRows): Promise<number> {
  let total = 0;
  for (const { delete: text } of litter) {
    for (let batch = 0; batch < mostBatches; batch += 1) {
      const { rowCount } = await runtime.database.pool.query(text, [rowsOfBatch]);
      total += rowCount ?? 0;
      if ((rowCount ?? 0) < rowsOfBatch) break;
    }
  }
  return total;
}
