import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#platform/database/database.ts';

/** An event as it was written, at its place in the log. */
export interface LoggedEvent {
  seq: bigint;
  id: string;
  organizationId: string;
  type: string;
  subjectId: string;
  payload: Record<string, unknown>;
  at: Date;
}

/**
 * Reads the events of organizations in the order of their numbers, never past a number that a transaction under way may
 * still take: what was read once stays complete, so a number is all that a reader has to remember.
 */
export interface EventLog {
  /** The newest number of each organization (0: no events), once everything up to it is decided. */
  settle(organizationIds: readonly string[]): Promise<Map<string, bigint>>;
  /** Events with `after` < number ≤ `upTo`, oldest first. `upTo` must have been settled. */
  between(organizationId: string, after: bigint, upTo: bigint, limit: number): Promise<LoggedEvent[]>;
  /** Whether everything after the number is still kept: the event of the number is there, or nothing was thrown away yet. */
  reachesBackTo(organizationId: string, seq: bigint): Promise<boolean>;
}

const newestText = `
  SELECT o.id, coalesce((SELECT e.seq FROM events e WHERE e.organization_id = o.id ORDER BY e.seq DESC LIMIT 1), 0)::text AS seq
  FROM unnest($1::uuid[]) AS o(id)`;

// A transaction takes the table's lock before its first number and lets go of it after its rows can be seen.
const writersText = `
  SELECT virtualtransaction AS writer FROM pg_locks
  WHERE locktype = 'relation' AND relation = 'events'::regclass AND mode = 'RowExclusiveLock' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const betweenText = `
  SELECT seq::text, id, organization_id AS "organizationId", type, subject_id AS "subjectId", payload, occurred_at AS at FROM events
  WHERE organization_id = $1 AND seq > $2 AND seq <= $3 ORDER BY events.seq LIMIT $4`;

const reachesText = `
  SELECT EXISTS (SELECT 1 FROM events WHERE organization_id = $1 AND seq = $2)
    OR ($2 = 0 AND NOT EXISTS (SELECT 1 FROM (SELECT occurred_at FROM events WHERE organization_id = $1 ORDER BY seq LIMIT 1) AS oldest
                               WHERE oldest.occurred_at < now() - interval '29 days')) AS reaches`;

/** The log of events in this database. A transaction that hangs holds readers up for `patienceMs` at most, then they come again. */
export function createEventLog(database: Database, patienceMs = 20_000): EventLog {
  async function writers(): Promise<Set<string>> {
    const rows = await database.prepared<{ writer: string }>('event-log-writers', writersText, []);
    return new Set(rows.map((row) => row.writer));
  }

  /** Resolves when every transaction that is writing events now has ended. */
  async function writersEnd(): Promise<void> {
    let waitedFor = await writers();
    const untilMs = performance.now() + patienceMs;
    while (waitedFor.size > 0) {
      if (performance.now() > untilMs) throw new Error('A transaction has been writing events for too long.');
      await delay(4);
      const present = await writers();
      waitedFor = new Set([...waitedFor].filter((writer) => present.has(writer)));
    }
  }

  return {
    async settle(organizationIds) {
      const rows = await database.prepared<{ id: string; seq: string }>('event-log-newest', newestText, [
        organizationIds,
      ]);
      await writersEnd();
      return new Map(rows.map((row) => [row.id, BigInt(row.seq)]));
    },
    async between(organizationId, after, upTo, limit) {
      if (after >= upTo) return [];
      const rows = await database.prepared<Omit<LoggedEvent, 'seq'> & { seq: string }>(
        'event-log-between',
        betweenText,
        [organizationId, after, upTo, limit],
      );
      return rows.map((row) => ({ ...row, seq: BigInt(row.seq) }));
    },
    async reachesBackTo(organizationId, seq) {
      const rows = await database.prepared<{ reaches: boolean }>('event-log-reaches', reachesText, [
        organizationId,
        seq,
      ]);
      return rows[0]?.reaches ?? false;
    },
  };
}
