import type { Pool, PoolClient } from 'pg';
import { newId } from '#platform/ids.ts';
import type { Database } from '#platform/database/database.ts';
import { isUniqueViolation } from '#platform/database/retry.ts';

/** What must be done once, as an operation's transaction writes it. */
export interface EffectPlan {
  kind: string;
  queue: string;
  /** Operation key: asked for twice, it stays one row. */
  key: string;
  payload: Record<string, unknown>;
  organizationId: string | null;
  /** Rows of one lane run one at a time, oldest first. */
  lane?: string | undefined;
  /** Milliseconds from now, on the database's clock. */
  delayMs?: number | undefined;
  /** Milliseconds from now after which the row is put before a person. */
  deadlineMs?: number | undefined;
  /**
   * The type of an event: the plan becomes one row for each webhook subscription that asked for it, with the subscription's
   * id in the payload and behind key and lane. Decided by the inserting statement itself, so that none is missed or cached.
   */
  perSubscriber?: string | undefined;
}

/** A row that this process holds the lease of. */
export interface ClaimedEffect {
  id: string;
  kind: string;
  queue: string;
  key: string;
  lane: string | null;
  organizationId: string | null;
  payload: Record<string, unknown>;
  attempts: number;
  fence: number;
  /** The attempt before this one reached for the outside world and its end is not known. */
  dispatched: boolean;
  overdue: boolean;
}

/** Another process took the work over: whatever this one still wants to write must be refused. */
export class StaleLeaseError extends Error {
  constructor() {
    super('The lease of this work was lost; another worker has it.');
    this.name = 'StaleLeaseError';
  }
}

export interface WakeUp {
  id: string;
  kind: string;
  queue: string;
  attempts: number;
  delayMs: number;
  /** Found by the sweep: its first wake-up was lost. */
  forgotten?: boolean;
}

/** Inserts plans that are not there yet and returns the wake-ups of the new rows. Runs on the given transaction. */
export async function insertEffects(
  execute: (text: string, values: unknown[]) => Promise<{ id: string; kind: string; queue: string }[]>,
  plans: EffectPlan[],
): Promise<WakeUp[]> {
  if (plans.length === 0) return [];
  const rows = plans.map((plan) => ({
    id: newId(),
    organization_id: plan.organizationId,
    kind: plan.kind,
    key: plan.key,
    queue: plan.queue,
    lane: plan.lane ?? null,
    payload: plan.payload,
    delay_ms: plan.delayMs ?? 0,
    deadline_ms: plan.deadlineMs ?? null,
    event_type: plan.perSubscriber ?? null,
  }));
  const inserted = await execute(insertText, [JSON.stringify(rows)]);
  const delays = new Map(rows.map((row) => [row.id, row.delay_ms]));
  return inserted.map(({ id, kind, queue }) => ({ id, kind, queue, attempts: 0, delayMs: delays.get(id) ?? 0 }));
}

const insertText = `
  WITH plan AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS given(id uuid, organization_id uuid, kind text, key text, queue text, lane text,
      payload jsonb, delay_ms double precision, deadline_ms double precision, event_type text)
  ), wanted AS (
    SELECT id, organization_id, kind, key, queue, lane, payload, delay_ms, deadline_ms FROM plan WHERE event_type IS NULL
    UNION ALL
    SELECT gen_random_uuid(), organization_id, plan.kind, plan.key || ':' || s.id, queue, lane || ':' || s.id,
           payload || jsonb_build_object('subscriptionId', s.id), delay_ms, deadline_ms
    FROM plan JOIN webhook_subscriptions s USING (organization_id)
    WHERE plan.event_type IS NOT NULL AND s.disabled_at IS NULL AND s.events && ARRAY['*', plan.event_type]
  )
  INSERT INTO effects (id, organization_id, kind, key, queue, lane, payload, run_at, deadline_at)
  SELECT id, organization_id, kind, key, queue, lane, payload,
         now() + delay_ms * interval '1 millisecond', now() + deadline_ms * interval '1 millisecond' FROM wanted
  ON CONFLICT (key) DO NOTHING
  RETURNING id::text, kind, queue`;

/**
 * Takes the lease of a row that is due, or whose holder's lease ran out, unless an earlier row of its lane is unfinished.
 * Time and fence are the database's, so clocks of workers do not matter.
 */
export async function claimEffect(
  database: Database,
  id: string,
  owner: string,
  leaseSec: number,
): Promise<ClaimedEffect | null> {
  try {
    const rows = await database.prepared<ClaimedEffect>('effect-claim', claimText, [id, owner, leaseSec]);
    return rows[0] ?? null;
  } catch (error) {
    // Two workers reached for one lane at the same moment: the index let one of them in.
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

// `run_at` keeps milliseconds, so the moment it was written may have been rounded up past now().
const claimText = `
  UPDATE effects SET state = 'running', fence = fence + 1, attempts = attempts + 1,
         lease_owner = $2, lease_until = now() + $3::int * interval '1 second'
  WHERE id = $1
    AND (state = 'ready' AND run_at <= now() + interval '1 millisecond' OR state = 'running' AND lease_until < now())
    AND (lane IS NULL OR NOT EXISTS (
      SELECT 1 FROM effects earlier
      WHERE earlier.lane = effects.lane AND earlier.seq < effects.seq AND earlier.state IN ('ready', 'running')))
  RETURNING id, kind, queue, key, lane, organization_id AS "organizationId", payload, attempts, fence,
            dispatched_at IS NOT NULL AS dispatched, coalesce(deadline_at < now(), false) AS overdue`;

/** Extends the lease; throws StaleLeaseError when it was lost. */
export async function renewLease(database: Database, lease: Lease, leaseSec: number): Promise<void> {
  await conditional(
    database.pool,
    `UPDATE effects SET lease_until = now() + $3::int * interval '1 second' WHERE id = $1 AND fence = $2 AND state = 'running'`,
    [lease.id, lease.fence, leaseSec],
  );
}

/** The proof that this worker still holds a row. */
export interface Lease {
  id: string;
  fence: number;
}

/** Records that the outside world is about to be touched; a row that dies after this is looked up before any repeat. */
export async function markDispatched(database: Database, lease: Lease): Promise<void> {
  await conditional(
    database.pool,
    `UPDATE effects SET dispatched_at = now() WHERE id = $1 AND fence = $2 AND state = 'running'`,
    [lease.id, lease.fence],
  );
}

/** Records that the outside world certainly did nothing, so that the row may run again from the start. */
export async function clearDispatched(database: Database, lease: Lease): Promise<void> {
  await conditional(
    database.pool,
    `UPDATE effects SET dispatched_at = NULL WHERE id = $1 AND fence = $2 AND state = 'running'`,
    [lease.id, lease.fence],
  );
}

export type Settlement =
  | { state: 'done'; outcome: unknown }
  | { state: 'retry'; delayMs: number; error: string; dispatched: boolean; keepAttempts?: boolean }
  | { state: 'parked' | 'unknown'; error: string };

/** Ends an attempt. Throws StaleLeaseError when another worker has taken the row since. */
export async function settleEffect(database: Database, lease: Lease, end: Settlement): Promise<void> {
  if (end.state === 'retry') {
    await conditional(
      database.pool,
      `UPDATE effects SET state = 'ready', run_at = now() + $3::double precision * interval '1 millisecond', last_error = $4,
              dispatched_at = CASE WHEN $5 THEN dispatched_at END, lease_until = NULL, attempts = attempts - $6::int
       WHERE id = $1 AND fence = $2 AND state = 'running'`,
      [lease.id, lease.fence, end.delayMs, end.error, end.dispatched, end.keepAttempts ? 1 : 0],
    );
    return;
  }
  const outcome = end.state === 'done' ? JSON.stringify(end.outcome ?? null) : null;
  await conditional(
    database.pool,
    `UPDATE effects SET state = $3::"EffectState", outcome = $4::jsonb, last_error = coalesce($5, last_error), finished_at = now(), lease_until = NULL
     WHERE id = $1 AND fence = $2 AND state = 'running'`,
    [lease.id, lease.fence, end.state, outcome, end.state === 'done' ? null : end.error],
  );
}

/** The fence inside a transaction: fails it when the lease was lost, and holds the row until the commit. */
export const fenceText = `UPDATE effects SET lease_until = greatest(lease_until, now() + interval '30 seconds')
  WHERE id = $1::uuid AND fence = $2::int AND state = 'running'`;

/** Wake-ups of rows that should be running and are not: forgotten by the queue, left by a dead worker, next in a lane. */
export async function findForgottenEffects(database: Database, limit = 500): Promise<WakeUp[]> {
  return database.prepared<WakeUp>(
    'effect-forgotten',
    `SELECT id::text, kind, queue, attempts, 0 AS "delayMs", true AS forgotten FROM effects
     WHERE state = 'ready' AND run_at < now() - interval '1 second' OR state = 'running' AND lease_until < now()
     ORDER BY seq LIMIT $1`,
    [limit],
  );
}

/** The next row of a lane, once the one before it has ended. */
export async function findNextInLane(database: Database, lane: string): Promise<WakeUp | null> {
  const rows = await database.prepared<WakeUp>(
    'effect-lane',
    `SELECT id::text, kind, queue, attempts, greatest(0, extract(epoch FROM run_at - now()) * 1000)::int AS "delayMs"
     FROM effects WHERE lane = $1 AND state IN ('ready', 'running') ORDER BY seq LIMIT 1`,
    [lane],
  );
  return rows[0] ?? null;
}

async function conditional(pool: Pool | PoolClient, text: string, values: unknown[]): Promise<void> {
  const result = await pool.query(text, values);
  if (result.rowCount !== 1) throw new StaleLeaseError();
}
