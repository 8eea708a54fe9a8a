import { z } from 'zod';
import { defineWrite } from '#platform/database/write.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import type { ImportView } from '#domain/imports/import-view.ts';
import { toImportView } from '#domain/imports/import-view.ts';
import { lateConflicts, recordStatements, recordsOf, tableOf } from '#domain/imports/import-statements.ts';
import type { RowRange } from '#domain/imports/import-statements.ts';
import { requireImport, requireImporting, wrongState } from '#domain/imports/policy.ts';
import { countVerdicts } from '#domain/imports/settle-checked.ts';
import { LostRace, inTransactionOnce } from '#domain/lost-race.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

export const ImportInput = z.strictObject({ importId: z.uuid() });
export type ImportInput = z.input<typeof ImportInput>;

/** Has a checked import applied: its new and changed rows become records at once. Conflicts and bad rows are left out. */
export async function requestApplyImport(ctx: Context, input: ImportInput): Promise<ImportView> {
  requireImporting(ctx);
  const { importId } = parseInput(ImportInput, input);
  return inTransaction(ctx, async (tx) => {
    const found = await requireImport(ctx, tx.db, importId);
    requireImporting(ctx, found.record);
    const { count } = await tx.db.import.updateMany({
      where: { id: importId, status: 'checked' },
      data: { status: 'applying', error: null },
    });
    if (count === 0 && found.status !== 'applying' && found.status !== 'applied')
      throw wrongState(found.status, 'it can be applied when it is checked');
    if (count > 0) {
      tx.audit({ action: 'import.applyRequested', subjectType: 'import', subjectId: importId });
      tx.event('import.applyRequested', importId, {});
    }
    return toImportView(await requireImport(ctx, tx.db, importId));
  });
}

const rowsOfStatement = 5_000;
/** All of it is one transaction. */
const applyTimeoutMs = 600_000;

/** Writes an import's records, all of them or none, in one transaction; a repeat after that does nothing. */
export async function applyImport(ctx: Context, input: ImportInput): Promise<{ created: number; updated: number }> {
  requireSystem(ctx);
  const { importId } = parseInput(ImportInput, input);
  return inTransactionOnce(
    ctx,
    async (tx) => {
      const found = await tx.db.import.findFirst({ where: { id: importId, status: 'applying' } });
      if (!found) return { created: 0, updated: 0 };
      for (const write of lateConflicts[found.record]) await tx.write(write, importId);
      const done = await writeRecords(tx, found);
      const counts = { ...(await countVerdicts(tx, importId)), ...done };
      await tx.db.import.updateMany({
        where: { id: importId },
        data: { status: 'applied', counts, appliedAt: ctx.clock.now() },
      });
      tx.audit({ action: 'import.applied', subjectType: 'import', subjectId: importId, data: counts });
      tx.event('import.applied', importId, done);
      return done;
    },
    { timeoutMs: applyTimeoutMs, writesManyRows: true },
  );
}

async function writeRecords(tx: Transaction, found: { id: string; record: RecordKind; createdById: string | null }) {
  const statements = recordStatements[found.record];
  const last = await tx.db.importRow.aggregate({ where: { importId: found.id }, _max: { number: true } });
  let created = 0;
  let updated = 0;
  for (let after = 0; after < (last._max.number ?? 0); after += rowsOfStatement) {
    const range: RowRange = [found.id, after, after + rowsOfStatement];
    const toUpdate = await tx.write(keepBefore[found.record], ...range);
    const changed = await tx.write(statements.update, ...range);
    // Somebody changed one of them after it was kept: nothing is written, and all of it is looked at again.
    if (changed !== toUpdate) throw new LostRace('record');
    for (const write of [...statements.create, ...statements.updateAlso]) await tx.write(write, ...range);
    for (const write of [...statements.createTold, ...statements.updateTold])
      await tx.write(write, ...range, found.createdById);
    updated += changed;
    created += (await tx.write(markApplied, ...range)) - changed;
  }
  for (const write of takenMeanwhile[found.record])
    if ((await tx.write(write, found.id)) > 0) throw new LostRace('identity');
  return { created, updated };
}

const keepBeforeOf = (table: string) =>
  defineWrite<RowRange>(`
    UPDATE import_rows r SET before = to_jsonb(t)
    FROM ${table} t
    WHERE r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict = 'update'
      AND r.number > $3::int AND r.number <= $4::int AND t.organization_id = $1::uuid AND t.id = r.record_id AND t.id = ${recordsOf('update')}`);
const keepBefore = {
  contact: keepBeforeOf(tableOf.contact),
  lead: keepBeforeOf(tableOf.lead),
  company: keepBeforeOf(tableOf.company),
  deal: keepBeforeOf(tableOf.deal),
};

const markApplied = defineWrite<RowRange>(`
  UPDATE import_rows r SET applied_at = now()
  WHERE r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict IN ('new', 'update')
    AND r.number > $3::int AND r.number <= $4::int`);

/** Rows whose number or address somebody else got between our look and our write; touching them only counts them. */
const takenBy = (table: string, column: string, field: string) =>
  defineWrite<[importId: string]>(`
    UPDATE import_rows r SET applied_at = applied_at
    FROM ${table} x
    WHERE r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict = 'new'
      AND x.organization_id = $1::uuid AND x.${column} = r.values->'ready'->>'${field}' AND x.contact_id <> r.record_id`);
const takenMeanwhile = {
  contact: [takenBy('contact_phones', 'e164', 'phone'), takenBy('contact_emails', 'email', 'email')],
  lead: [],
  company: [],
  deal: [],
} as const;
