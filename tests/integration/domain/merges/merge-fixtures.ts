import { newId } from '#platform/ids.ts';
import { fingerprint } from '#tests/integration/api/fingerprint.ts';
import type { TestWorld } from '#tests/support/world.ts';

/** What grows by every operation: history is not taken back. */
export const growing = [
  'audit_entries',
  'audit_heads',
  'events',
  'effects',
  'merges',
  'activities',
  'call_day_stats',
] as const;

/** All rows of the organization that a merge and its undo must leave as they were, as digests by table. */
export async function restorable(world: TestWorld): Promise<Record<string, string>> {
  const digests = await fingerprint(world.database, world.organizationId, growing);
  const { rows } = await world.database.pool.query<{ digest: string }>(
    `SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY id), '')) AS digest FROM activities t
     WHERE organization_id = $1 AND kind NOT LIKE '%merge%' AND kind <> 'callRequest.edited'`,
    [world.organizationId],
  );
  // A ledger: each change of a call adds what it takes off and puts on.
  const calls = await world.database.pool.query(
    `SELECT day, manager_id, kind, sentiment, sum(calls) AS calls, sum(duration_sec) AS duration FROM call_day_stats
     WHERE organization_id = $1 GROUP BY 1, 2, 3, 4 HAVING sum(calls) <> 0 ORDER BY 1, 2, 3, 4`,
    [world.organizationId],
  );
  return { ...digests, activities: rows[0]?.digest ?? '', callDays: JSON.stringify(calls.rows) };
}

/** A contact of the manager with what the test gives it. */
export async function aContact(
  world: TestWorld,
  facts: {
    name: string;
    phone?: string;
    email?: string;
    telegramUserId?: bigint;
    ownerId?: string | null;
    note?: string;
  },
): Promise<string> {
  const { prisma } = world.database;
  const { organizationId, manager } = world;
  const id = newId();
  await prisma.contact.create({
    data: {
      id,
      organizationId,
      name: facts.name,
      note: facts.note ?? null,
      telegramUserId: facts.telegramUserId ?? null,
      ownerId: facts.ownerId === undefined ? manager.id : facts.ownerId,
    },
  });
  if (facts.phone)
    await prisma.contactPhone.create({ data: { organizationId, contactId: id, e164: facts.phone, country: 'RU' } });
  if (facts.email) await prisma.contactEmail.create({ data: { organizationId, contactId: id, email: facts.email } });
  return id;
}

/** A lead of that contact on the first stage. */
export async function aLead(
  world: TestWorld,
  facts: { contactId: string; name: string; ownerId?: string | null },
): Promise<string> {
  const id = newId();
  const { organizationId, pipelineId, stageIds, manager } = world;
  await world.database.prisma.lead.create({
    data: {
      id,
      organizationId,
      contactId: facts.contactId,
      name: facts.name,
      pipelineId,
      stageId: stageIds[0],
      ownerId: facts.ownerId === undefined ? manager.id : facts.ownerId,
      source: 'test',
    },
  });
  return id;
}
