import type { Update } from 'grammy/types';
import type { Database } from '#platform/database/database.ts';
import { createGroupCommit } from '#platform/database/group-commit.ts';
import { storable } from '#platform/storable.ts';
import type { Lanes } from '#bot/updates/update-lanes.ts';

/** The channel on which processes tell each other that updates wait. */
export const updatesChannel = 'telegram_updates';

export interface NewUpdate extends Lanes {
  organizationId: string;
  botId: number;
  update: Update;
}

/** An update that this process holds under a lease. */
export interface ClaimedUpdate {
  seq: string;
  organizationId: string;
  botId: number;
  payload: Update;
  attempts: number;
  fence: number;
}

const insertText = `
WITH given AS (
  SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::jsonb[])
    WITH ORDINALITY AS row (organization_id, bot_id, update_id, chat_lane, user_lane, payload, position)
), stored AS (
  INSERT INTO telegram_updates (organization_id, bot_id, update_id, chat_lane, user_lane, payload)
  SELECT organization_id, bot_id, update_id, chat_lane, user_lane, payload FROM given ORDER BY position
  ON CONFLICT (bot_id, update_id) DO NOTHING
  RETURNING bot_id, update_id
)
SELECT g.position, (s.bot_id IS NOT NULL) AS is_new, pg_notify('${updatesChannel}', '') AS told
FROM given g LEFT JOIN stored s ON s.bot_id = g.bot_id AND s.update_id = g.update_id
ORDER BY g.position`;

/** Stores updates in groups; resolves when the row is durable, to whether it was seen for the first time. */
export function createUpdateStore(database: Database): (update: NewUpdate) => Promise<boolean> {
  return createGroupCommit<NewUpdate, boolean>(async (group) => {
    const rows = await database.prepared<{ is_new: boolean }>('telegram_updates_store', insertText, [
      group.map((item) => item.organizationId),
      group.map((item) => item.botId),
      group.map((item) => item.update.update_id),
      group.map((item) => item.chatLane),
      group.map((item) => item.userLane),
      // One text that PostgreSQL cannot keep must not fail the updates beside it.
      group.map((item) => JSON.stringify(storable(item.update))),
    ]);
    return rows.map((row) => row.is_new);
  });
}

const waiting = 'handled_at IS NULL AND parked_at IS NULL';
const claimText = `
UPDATE telegram_updates AS claimed
SET attempts = claimed.attempts + 1, fence = claimed.fence + 1, lease_until = now() + make_interval(secs => $3)
FROM (
  SELECT u.seq FROM telegram_updates u
  WHERE u.bot_id = ANY($1::bigint[]) AND u.${waiting.replace(' AND ', ' AND u.')}
    AND (u.lease_until IS NULL OR u.lease_until < now())
    AND NOT EXISTS (
      SELECT 1 FROM telegram_updates e
      WHERE e.bot_id = u.bot_id AND e.chat_lane = u.chat_lane AND e.seq <> u.seq AND e.${waiting.replace(' AND ', ' AND e.')}
        AND (e.seq < u.seq OR e.lease_until > now()))
    AND NOT EXISTS (
      SELECT 1 FROM telegram_updates e
      WHERE e.bot_id = u.bot_id AND e.user_lane = u.user_lane AND e.seq <> u.seq AND e.${waiting.replace(' AND ', ' AND e.')}
        AND (e.seq < u.seq OR e.lease_until > now()))
  ORDER BY u.seq LIMIT $2
  FOR UPDATE SKIP LOCKED
) AS next
WHERE claimed.seq = next.seq
RETURNING claimed.seq::text AS seq, claimed.organization_id AS "organizationId", claimed.bot_id::text AS bot_id, claimed.payload, claimed.attempts, claimed.fence`;

/** Takes up to `limit` updates that may run now: each is the first unfinished of its chat and of its user. */
export async function claimUpdates(
  database: Database,
  options: { botIds: number[]; limit: number; leaseSec: number },
): Promise<ClaimedUpdate[]> {
  const client = await database.pool.connect();
  let broken: unknown;
  try {
    // Claims follow one another: rows of one chat that became visible out of order must not be taken by two processes at once.
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtext('${updatesChannel}'))`);
    const result = await client.query<{
      seq: string;
      organizationId: string;
      bot_id: string;
      payload: Update;
      attempts: number;
      fence: number;
    }>({
      name: 'telegram_updates_claim',
      text: claimText,
      values: [options.botIds, options.limit, options.leaseSec],
    });
    await client.query('COMMIT');
    return result.rows
      .map(({ bot_id, ...row }) => ({ ...row, botId: Number(bot_id) }))
      .sort((a, b) => (BigInt(a.seq) < BigInt(b.seq) ? -1 : 1));
  } catch (error) {
    broken = error;
    throw error;
  } finally {
    client.release(broken !== undefined);
  }
}

/** Keeps leases alive while their updates are worked on; what another process took over stays theirs. */
export async function renewUpdates(database: Database, held: ClaimedUpdate[], leaseSec: number): Promise<void> {
  await database.prepared(
    'telegram_updates_renew',
    `UPDATE telegram_updates u SET lease_until = now() + make_interval(secs => $3)
     FROM unnest($1::bigint[], $2::int[]) AS held (seq, fence) WHERE u.seq = held.seq AND u.fence = held.fence AND u.handled_at IS NULL`,
    [held.map((row) => row.seq), held.map((row) => row.fence), leaseSec],
  );
}

/** Marks updates as handled, in groups. */
export function createUpdateFinisher(database: Database): (update: ClaimedUpdate) => Promise<boolean> {
  return createGroupCommit<ClaimedUpdate, boolean>(async (group) => {
    await database.prepared(
      'telegram_updates_finish',
      `UPDATE telegram_updates u SET handled_at = now(), lease_until = NULL
       FROM unnest($1::bigint[], $2::int[]) AS done (seq, fence) WHERE u.seq = done.seq AND u.fence = done.fence`,
      [group.map((row) => row.seq), group.map((row) => row.fence)],
    );
    return group.map(() => true);
  });
}

/** Lets a failed update wait `delayMs` before the next try; its chat waits with it. */
export async function postponeUpdate(
  database: Database,
  update: ClaimedUpdate,
  error: string,
  delayMs: number,
): Promise<void> {
  await database.prepared(
    'telegram_updates_postpone',
    `UPDATE telegram_updates SET lease_until = now() + make_interval(secs => $3), error = $4 WHERE seq = $1 AND fence = $2`,
    [update.seq, update.fence, delayMs / 1000, error],
  );
}

/** Gives an update up with its error, so that its chat goes on; an admin sees it. */
export async function parkUpdate(database: Database, update: ClaimedUpdate, error: string): Promise<void> {
  await database.prepared(
    'telegram_updates_park',
    `UPDATE telegram_updates SET parked_at = now(), lease_until = NULL, error = $3 WHERE seq = $1 AND fence = $2`,
    [update.seq, update.fence, error],
  );
}

/** Seconds until a postponed or abandoned update may be taken up again, or null when none waits. */
export async function secondsToNextUpdate(database: Database, botIds: number[]): Promise<number | null> {
  const [row] = await database.prepared<{ seconds: number | null }>(
    'telegram_updates_next',
    `SELECT extract(epoch FROM min(coalesce(lease_until, now())) - now())::float8 AS seconds
     FROM telegram_updates WHERE bot_id = ANY($1::bigint[]) AND ${waiting}`,
    [botIds],
  );
  return row?.seconds ?? null;
}
