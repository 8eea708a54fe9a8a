import { newId } from '#platform/ids.ts';
import { AppError } from '#platform/errors.ts';
import type { WholeRow } from '#platform/database/whole-rows.ts';
import { requireRecord } from '#domain/duplicates/policy.ts';
import type { MergeableRecord } from '#domain/duplicates/policy.ts';
import { chosenCustomFields, chosenValues, mergeFields } from '#domain/merges/merge-fields.ts';
import type { Choices } from '#domain/merges/merge-fields.ts';
import { referencesTo, tableOf } from '#domain/merges/merge-references.ts';
import { remember } from '#domain/merges/snapshot.ts';
import type { Snapshot } from '#domain/merges/snapshot.ts';
import { notFound } from '#domain/not-found.ts';
import type { Transaction } from '#domain/transaction.ts';

export interface RecordPair {
  record: MergeableRecord;
  survivorId: string;
  mergedId: string;
}

/** Both records of a pair as they are, locked until the end of the transaction. */
export interface LockedPair extends RecordPair {
  survivor: WholeRow;
  merged: WholeRow;
}

/** Locks both in the order of their ids; refuses when one is not there, not the actor's to see, or merged already. */
export async function lockPair(tx: Transaction, pair: RecordPair): Promise<LockedPair> {
  const { record, survivorId, mergedId } = pair;
  // Whoever writes to us locks their chat before their contact and lead: in the other order the two would wait for ever.
  const chats = referencesTo[record].find(({ table }) => table === 'conversations');
  if (chats) await tx.rows.take(chats.table, chats.column, [survivorId, mergedId]);
  const rows = await tx.rows.lock(tableOf[record], [survivorId, mergedId]);
  const [survivor, merged] = [survivorId, mergedId].map((id) => rows.find((row) => row.id === id));
  if (!survivor || !merged) throw notFound(record);
  if (merged['merged_into_id'] === survivorId || survivor['merged_into_id'] === mergedId)
    throw new AppError('conflict', 'merge.alreadyDone', 'These two have been merged already.');
  await requireRecord(tx.ctx, tx.db, record, survivorId);
  await requireRecord(tx.ctx, tx.db, record, mergedId);
  return { ...pair, survivor, merged };
}

/** Everything that merging the pair may change, as it is before. */
export async function rememberPair(tx: Transaction, before: Snapshot, pair: LockedPair): Promise<void> {
  const { record, survivorId, mergedId, survivor, merged } = pair;
  remember(before, tableOf[record], [survivor, merged]);
  for (const { table, column } of referencesTo[record]) {
    // Requests, calls, conversations and drafts of the survivor may be asked for anew or change hands as well.
    const both = ['call_requests', 'calls', 'conversations', 'drafts'].includes(table);
    remember(before, table, await tx.rows.take(table, column, both ? [survivorId, mergedId] : [mergedId]));
  }
  const requestIds = [...(before.get('call_requests')?.keys() ?? [])];
  remember(before, 'calls', await tx.rows.take('calls', 'call_request_id', requestIds));
  for (const column of ['left_id', 'right_id'])
    remember(before, 'duplicates', await tx.rows.take('duplicates', column, [mergedId]));
}

/** Moves all history to the survivor, gives it the chosen values and takes the merged record out of all lists. */
export async function mergePair(tx: Transaction, pair: LockedPair, choices: Choices): Promise<void> {
  const { record, survivorId, mergedId, survivor, merged } = pair;
  const table = tableOf[record];
  for (const reference of referencesTo[record])
    await tx.rows.move(reference.table, reference.column, mergedId, survivorId);
  const now = tx.ctx.clock.now().toISOString();
  const touched = (row: WholeRow) => ({ version: Number(row['version']) + 1, updated_at: now });
  const values = {
    ...chosenValues(mergeFields[record], survivor, merged, choices),
    ...(record === 'lead' ? leadValues(survivor, merged) : {}),
    custom_fields: chosenCustomFields(survivor['custom_fields'], merged['custom_fields'], choices),
    ...touched(survivor),
  };
  const gone = { deleted_at: now, merged_into_id: survivorId, ...touched(merged), ...leftToMerged(survivor, values) };
  // Accounts may change hands, and nobody may have one twice even for a moment.
  if (record === 'contact') await tx.rows.clear('contacts', 'telegram_user_id', [survivorId, mergedId]);
  const account = record === 'contact' ? ['telegram_user_id'] : [];
  await tx.rows.putBack(table, [...new Set([...Object.keys(gone), ...account])], [{ ...merged, ...gone }]);
  await tx.rows.putBack(table, [...new Set([...Object.keys(values), ...account])], [{ ...survivor, ...values }]);
  await closeSuggestions(tx, pair);
}

/** The account that the survivor gave up stays with the merged record, so that its owner is still known by it. */
function leftToMerged(survivor: WholeRow, values: Record<string, unknown>): Record<string, unknown> {
  if (!('telegram_user_id' in values)) return {};
  return { telegram_user_id: survivor['telegram_user_id'], telegram_username: survivor['telegram_username'] };
}

/** What of two leads needs no choice: taken as soon as one was, converted when one is, spam only when both are. */
function leadValues(survivor: WholeRow, merged: WholeRow): Record<string, unknown> {
  const taken = [survivor['taken_at'], merged['taken_at']]
    .filter((at) => typeof at === 'string')
    .toSorted((a, b) => (a < b ? -1 : 1));
  return {
    taken_at: taken[0] ?? null,
    converted_at: survivor['converted_at'] ?? merged['converted_at'],
    spam_at: survivor['spam_at'] === null || merged['spam_at'] === null ? null : survivor['spam_at'],
  };
}

async function closeSuggestions(tx: Transaction, { record, mergedId }: RecordPair): Promise<void> {
  await tx.db.duplicate.updateMany({
    where: { record, status: 'open', OR: [{ leftId: mergedId }, { rightId: mergedId }] },
    data: { status: 'merged', decidedById: tx.ctx.actor.id, decidedAt: tx.ctx.clock.now() },
  });
}

/**
 * A withdrawn consent of either person holds for the one they are now, also when the other's was given later: an entry
 * that says so is added. Returns the ids of the new entries.
 */
export async function keepStrictestConsent(tx: Transaction, pair: RecordPair): Promise<string[]> {
  const { survivorId, mergedId } = pair;
  const [own, theirs] = [
    await tx.db.consent.findMany({ where: { contactId: survivorId }, distinct: ['kind'], orderBy: newestFirst }),
    await tx.db.consent.findMany({ where: { contactId: mergedId }, distinct: ['kind'], orderBy: newestFirst }),
  ];
  const withdrawn = [...own, ...theirs].filter(({ granted }) => !granted);
  const rows = withdrawn.flatMap((consent) => {
    const other = [...own, ...theirs].find(({ id, kind }) => id !== consent.id && kind === consent.kind);
    if (!other?.granted || other.recordedAt < consent.recordedAt) return [];
    return [
      {
        id: newId(),
        contactId: survivorId,
        kind: consent.kind,
        granted: false,
        source: 'merge',
        proof: { consentId: consent.id, mergedContactId: mergedId },
        recordedAt: tx.ctx.clock.now(),
      },
    ];
  });
  if (rows.length > 0) await tx.db.consent.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

const newestFirst = [{ recordedAt: 'desc' as const }, { id: 'desc' as const }];
