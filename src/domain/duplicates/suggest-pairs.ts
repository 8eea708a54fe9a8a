import type { LikePair } from '#domain/duplicates/find-likenesses.ts';
import { suggestedFrom } from '#domain/duplicates/likeness.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import type { Transaction } from '#domain/transaction.ts';
import { newId } from '#platform/ids.ts';

/** Cards of so many leads are brought up to date about one suggestion. */
const mostCards = 10;

/**
 * Writes the pairs that are not known yet as open suggestions; what was dismissed or merged stays so. Known open ones get
 * their reasons anew when those changed. Returns how many are new. With `tellCards` the cards of the leads show it at once.
 */
export async function suggestPairs(
  tx: Transaction,
  record: MergeableRecord,
  pairs: readonly LikePair[],
  options: { tellCards: boolean },
): Promise<number> {
  const known = await tx.db.duplicate.findMany({
    where: { record, OR: pairs.map(({ leftId, rightId }) => ({ leftId, rightId })) },
    select: { id: true, leftId: true, rightId: true, status: true, score: true },
  });
  const knownByKey = new Map(known.map((row) => [keyOf(row), row]));
  const fresh = pairs.filter((pair) => pair.score >= suggestedFrom && !knownByKey.has(keyOf(pair)));
  const rows = fresh.map((pair) => ({
    id: newId(),
    record,
    ...pair,
    reasons: pair.reasons.map((one) => ({ ...one })),
  }));
  // A parallel look may have written one of them in between: then it is there already.
  const made = await tx.db.duplicate.createManyAndReturn({ data: rows, skipDuplicates: true });
  const changed = pairs.flatMap((pair) => {
    const row = knownByKey.get(keyOf(pair));
    return row?.status === 'open' && row.score !== pair.score ? [{ id: row.id, pair }] : [];
  });
  for (const { id, pair } of changed) {
    const reasons = pair.reasons.map((one) => ({ ...one }));
    await tx.db.duplicate.updateMany({ where: { id, status: 'open' }, data: { score: pair.score, reasons } });
  }
  if (made.length === 0) return 0;
  const leadsOf = options.tellCards ? await openLeadsOf(tx, record, made) : new Map<string, string[]>();
  for (const { id, leftId, rightId } of made) {
    const leadIds = [...(leadsOf.get(leftId) ?? []), ...(leadsOf.get(rightId) ?? [])].slice(0, mostCards);
    tx.event('duplicate.found', id, { record, leftId, rightId, leadIds });
  }
  tx.audit({
    action: 'duplicates.found',
    subjectType: record,
    subjectId: null,
    data: { duplicateIds: made.slice(0, 100).map(({ id }) => id), count: made.length },
  });
  return made.length;
}

/** The open leads whose cards tell of these records, by the record's id. */
export async function openLeadsOf(
  tx: Transaction,
  record: MergeableRecord,
  pairs: readonly { leftId: string; rightId: string }[],
): Promise<Map<string, string[]>> {
  const ids = [...new Set(pairs.flatMap(({ leftId, rightId }) => [leftId, rightId]))];
  if (record === 'lead') return new Map(ids.map((id) => [id, [id]]));
  if (record === 'company') return new Map();
  const leads = await tx.db.lead.findMany({
    where: { contactId: { in: ids }, deletedAt: null, closedAt: null },
    select: { id: true, contactId: true },
    orderBy: { createdAt: 'desc' },
    take: 100,
  });
  const byContact = Map.groupBy(leads, ({ contactId }) => contactId);
  return new Map([...byContact].map(([contactId, rows]) => [contactId, rows.map(({ id }) => id)]));
}

function keyOf({ leftId, rightId }: { leftId: string; rightId: string }): string {
  return `${leftId}:${rightId}`;
}
