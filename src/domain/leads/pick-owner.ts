import { defineRead } from '#platform/database/read.ts';
import { defineWrite } from '#platform/database/write.ts';
import type { Context } from '#domain/context.ts';
import { invalidInput } from '#domain/parse-input.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Language } from '#prisma/generated/enums.ts';

/** Nobody has more open leads than are counted. */
const countedLeads = 1_000;

// Whoever assigns waits for whoever assigns at this moment: what is counted next has what they gave away in it.
const oneAtATime = defineWrite<[]>(
  `SELECT id FROM users WHERE organization_id = $1::uuid AND disabled_at IS NULL AND role IN ('manager', 'admin')
   ORDER BY id FOR NO KEY UPDATE`,
);

/** Gives the turn to one person and returns who it is; no row when everybody is at the cap, or nobody is on duty. */
const giveTurn = defineRead<[language: string | null], { id: string | null; mayTake: boolean }>(
  'assign-by-rule',
  `WITH rule AS (SELECT assignment_rule AS kind, assignment_load_cap AS cap FROM organizations
                 WHERE id = $1::uuid),
   people AS (
     SELECT u.id, u.role, u.created_at, u.last_assigned_at, u.language::text = $2::text AS speaks, load.leads
     FROM users u CROSS JOIN LATERAL (
       SELECT count(*) AS leads FROM (
         SELECT 1 FROM leads l WHERE l.organization_id = $1::uuid AND l.owner_id = u.id AND l.closed_at IS NULL
           AND l.deleted_at IS NULL AND l.spam_at IS NULL LIMIT ${countedLeads}) counted) load
     WHERE u.organization_id = $1::uuid AND u.disabled_at IS NULL AND u.on_duty AND u.role = 'manager'),
   chosen AS (
     SELECT people.id FROM people, rule
     WHERE rule.kind <> 'nobody' AND (rule.cap IS NULL OR people.leads < rule.cap)
     ORDER BY people.speaks IS TRUE DESC,
              CASE WHEN rule.kind = 'least_loaded' THEN people.leads END,
              people.last_assigned_at NULLS FIRST, people.created_at, people.id
     LIMIT 1),
   turn AS (
     UPDATE users SET last_assigned_at = clock_timestamp()
     WHERE organization_id = $1::uuid AND id = (SELECT id FROM chosen) RETURNING id)
   SELECT (SELECT id FROM turn) AS id,
          EXISTS (SELECT 1 FROM people) OR (SELECT kind FROM rule) = 'nobody' AS "mayTake"`,
);

/**
 * Who gets a lead that names no owner: the manager or admin who makes it; for leads that come in, by the organization's rule
 * one of the managers on duty under the load cap, of those who speak the person's language when there are any: the one with
 * the fewest open leads, or whose turn it is. Nobody when the rule says so or all have enough; where no manager is on duty, an
 * admin. Arrivals at the same time are given out one after the other.
 */
export async function pickOwner(
  tx: Transaction,
  creator: Context['actor'],
  language: Language | null = null,
): Promise<string | null> {
  if (creator.kind === 'user' && creator.role !== 'analyst') return creator.id;
  await tx.write(oneAtATime);
  const [turn] = await tx.read(giveTurn, language);
  if (turn?.id) return turn.id;
  // Somebody on duty will take it from the queue.
  if (turn?.mayTake) return null;
  const admin = await tx.db.user.findFirst({
    where: { disabledAt: null, role: 'admin' },
    orderBy: [{ onDuty: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  return admin?.id ?? null;
}

/** The owner whom a person who is known already goes on with; null when there is none, or they left or only read. */
export async function keepOwner(tx: Transaction, ...ownerIds: (string | null | undefined)[]): Promise<string | null> {
  const known = ownerIds.filter((id) => typeof id === 'string');
  if (known.length === 0) return null;
  const active = await tx.db.user.findMany({
    where: { id: { in: known }, disabledAt: null, role: { not: 'analyst' } },
    select: { id: true },
    take: known.length,
  });
  return known.find((id) => active.some((user) => user.id === id)) ?? null;
}

/** Refuses owners who are not there, are disabled, only read, or are the one who leaves. */
export async function requireAssignable(tx: Transaction, userId: string, leavingId?: string): Promise<void> {
  const user = await tx.db.user.findFirst({ where: { id: userId, disabledAt: null }, select: { role: true } });
  if (!user || user.role === 'analyst' || userId === leavingId) {
    throw invalidInput([
      { field: 'ownerId', problem: 'the owner must be an active manager or admin of this organization' },
    ]);
  }
}
