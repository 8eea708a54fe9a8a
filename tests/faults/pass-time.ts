import { withDatabase } from '#tests/support/team.ts';

/** Longer than any lease and than the pause after which a provider's "no such call" is believed. */
export const outageMs = 61_000;

/** What a dead process had in its hands: all of it, or what only the part `bot` or `jobs` takes. */
export type Held = 'all' | 'bot' | 'jobs' | 'api';

/**
 * Lets `outageMs` pass on the database's clock for everything the dead process left unfinished, as if it had stayed down that
 * long: leases run out, pauses end, a dispatched request is that much older. Nothing else is touched.
 */
export async function passTime(databaseUrl: string, held: Held): Promise<void> {
  const byMs = `${outageMs} * interval '1 millisecond'`;
  await withDatabase(databaseUrl, async (client) => {
    if (held === 'all' || held === 'jobs') {
      await client.query(
        `UPDATE effects SET lease_until = lease_until - ${byMs}, dispatched_at = dispatched_at - ${byMs}, run_at = run_at - ${byMs}
         WHERE state IN ('ready', 'running')`,
      );
    }
    if (held === 'all' || held === 'bot') {
      await client.query(
        `UPDATE telegram_updates SET lease_until = lease_until - ${byMs} WHERE handled_at IS NULL AND parked_at IS NULL`,
      );
    }
  });
}
