import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { isUniqueViolation } from '#platform/database/retry.ts';
import type { WholeRow, WholeRowTable } from '#platform/database/whole-rows.ts';
import { askAgainForNames } from '#domain/call-requests/ask-again.ts';
import type { Context } from '#domain/context.ts';
import { requireRecordPermission } from '#domain/duplicates/policy.ts';
import { readMergeView } from '#domain/merges/merge-view.ts';
import type { MergeView } from '#domain/merges/merge-view.ts';
import { tableOf } from '#domain/merges/merge-references.ts';
import { requireMerge } from '#domain/merges/policy.ts';
import { changedColumns, fromStored, isSameRow, isSameValue, retake, tablesOf } from '#domain/merges/snapshot.ts';
import type { Snapshot } from '#domain/merges/snapshot.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';

export const UndoMergeInput = z.strictObject({
  mergeId: z.uuid(),
  /** Put back what can be put back although something was changed since; the changes stay. */
  force: z.boolean().default(false),
});
export type UndoMergeInput = z.input<typeof UndoMergeInput>;

/**
 * Makes two records of one again: everything the merge changed is as it was before, to the last byte, and what was added
 * since stays with the survivor. Refuses with `merge.changedSince` and what that is when something the merge wrote was
 * changed since, unless `force` says that the changes may stay as they are; `merge.undoExpired` after thirty days.
 */
export async function undoMerge(ctx: Context, input: UndoMergeInput): Promise<MergeView> {
  const { mergeId, force } = parseInput(UndoMergeInput, input);
  const seen = await readMergeView(ctx, mergeId);
  requireRecordPermission(ctx, seen.record, 'write');
  await requireMerge(ctx, seen);
  try {
    await inTransaction(ctx, (tx) => undo(tx, seen, force));
  } catch (error) {
    // Somebody else has an account or domain now that one of the two would have to get back.
    if (isUniqueViolation(error)) throw changedSince({ [tableOf[seen.record]]: 1 });
    throw error;
  }
  return readMergeView(ctx, mergeId);
}

async function undo(tx: Transaction, seen: MergeView, force: boolean): Promise<void> {
  const now = tx.ctx.clock.now();
  const { count } = await tx.db.merge.updateMany({
    where: { id: seen.id, undoneAt: null, undoUntil: { gt: now } },
    data: { undoneAt: now, undoneById: tx.ctx.actor.id },
  });
  if (count === 0) throw await whyNot(tx, seen.id);
  const row = await tx.db.merge.findFirstOrThrow({ where: { id: seen.id }, select: { before: true, after: true } });
  const [before, after] = [fromStored(row.before), fromStored(row.after)];
  await lockRecords(tx, after, seen);
  const current = await retake(tx.rows, after);
  const changes = changesSince(after, current);
  if (Object.keys(changes).length > 0 && !force) throw changedSince(changes);
  const contactIds = [...(after.get('contacts')?.keys() ?? [])];
  const erased = await tx.db.erasure.count({ where: { contactId: { in: contactIds } } });
  if (erased > 0) throw changedSince({ erasures: erased });
  await putBack(tx, { before, after, current });
  if (force) for (const contactId of contactIds) await askAgainForNames(tx, { contactId });
  const { record, survivor, merged } = seen;
  const data = { mergeId: seen.id, survivorId: survivor.id, mergedId: merged.id, changedSince: changes };
  for (const { id } of [survivor, merged]) tx.activity({ kind: 'merge.undone', [`${record}Id`]: id, data });
  tx.audit({ action: 'merge.undone', subjectType: record, subjectId: survivor.id, data: { ...data, force } });
  tx.event('merge.undone', seen.id, { record, survivorId: survivor.id, mergedId: merged.id });
}

/** Nothing new may refer to one of the merged records until they are two again; chats first, as in the merge. */
async function lockRecords(tx: Transaction, after: Snapshot, { record, survivor, merged }: MergeView): Promise<void> {
  await tx.rows.take('conversations', 'id', [...(after.get('conversations')?.keys() ?? [])]);
  const people = [...(after.get('contacts')?.values() ?? [])];
  const isPeople = people.some((row) => row['merged_into_id'] !== null);
  if (record === 'lead' && isPeople)
    await tx.rows.lock(
      'contacts',
      people.map(({ id }) => id),
    );
  await tx.rows.lock(tableOf[record], [survivor.id, merged.id]);
}

async function whyNot(tx: Transaction, mergeId: string): Promise<AppError> {
  const merge = await tx.db.merge.findFirst({ where: { id: mergeId }, select: { undoneAt: true } });
  return merge?.undoneAt
    ? new AppError('conflict', 'merge.undoneAlready', 'This merge was undone already.')
    : new AppError('conflict', 'merge.undoExpired', 'A merge can be undone for thirty days; these are over.');
}

/** How many of the rows are no longer as the merge left them, by table. */
function changesSince(after: Snapshot, current: Snapshot): Record<string, number> {
  const changes: Record<string, number> = {};
  for (const table of tablesOf(after)) {
    const rows = [...(after.get(table)?.values() ?? [])];
    const changed = rows.filter((row) => !isSameRow(row, current.get(table)?.get(row.id))).length;
    if (changed > 0) changes[table] = changed;
  }
  return changes;
}

function changedSince(changes: Record<string, number>): AppError {
  const what = Object.keys(changes).join(', ');
  return new AppError('conflict', 'merge.changedSince', `Something was changed since this merge: ${what}.`, {
    params: { what },
  });
}

interface States {
  before: Snapshot;
  after: Snapshot;
  current: Snapshot;
}

// The records first: rows that come back to a record must find it unmerged. Contacts before their leads.
const recordTables: readonly WholeRowTable[] = ['companies', 'contacts', 'leads'];

async function putBack(tx: Transaction, states: States): Promise<void> {
  const others = tablesOf(states.after).filter((table) => !recordTables.includes(table));
  for (const table of [...recordTables, ...others]) {
    const was = [...(states.before.get(table)?.values() ?? [])];
    const restored = was.flatMap((row) => {
      const columns = columnsToRestore(states, table, row);
      return columns.length > 0 ? [{ row, columns }] : [];
    });
    await releaseIdentities(tx, table, restored);
    // What is taken out of the lists by the undo of nothing else is one of these two: it comes back last.
    for (const [, group] of Map.groupBy(restored, ({ columns }) => columns.join()))
      await tx.rows.putBack(
        table,
        group[0]?.columns ?? [],
        group.map(({ row }) => row),
      );
    const added = [...(states.after.get(table)?.keys() ?? [])].filter((id) => !states.before.get(table)?.has(id));
    await tx.rows.remove(table, added);
  }
}

/** The columns that the merge changed and nobody since. */
function columnsToRestore({ after, current }: States, table: WholeRowTable, was: WholeRow): string[] {
  const [left, now] = [after.get(table)?.get(was.id), current.get(table)?.get(was.id)];
  if (!left || !now) return [];
  return changedColumns(was, left).filter((column) => isSameValue(left[column], now[column]));
}

const identities: Partial<Record<WholeRowTable, readonly string[]>> = {
  contacts: ['telegram_user_id'],
  companies: ['domain', 'tax_id'],
};

/** Empties what only one record may have before it changes hands. */
async function releaseIdentities(
  tx: Transaction,
  table: WholeRowTable,
  restored: readonly { row: WholeRow; columns: readonly string[] }[],
): Promise<void> {
  for (const column of identities[table] ?? []) {
    const ids = restored.filter(({ columns }) => columns.includes(column)).map(({ row }) => row.id);
    await tx.rows.clear(table, column, ids);
  }
}
