import { defineWrite } from '#platform/database/write.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { ImportInput } from '#domain/imports/apply-import.ts';
import { ImportCounts } from '#domain/imports/import-fields.ts';
import type { RowRange } from '#domain/imports/import-statements.ts';
import { toImportView } from '#domain/imports/import-view.ts';
import type { ImportView } from '#domain/imports/import-view.ts';
import { requireImport, requireImporting, wrongState } from '#domain/imports/policy.ts';
import { undoStatements } from '#domain/imports/undo-statements.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

/** Has an applied import undone: what it made goes, what it changed is put back, unless somebody worked with it since. */
export async function requestUndoImport(ctx: Context, input: ImportInput): Promise<ImportView> {
  requireImporting(ctx);
  const { importId } = parseInput(ImportInput, input);
  return inTransaction(ctx, async (tx) => {
    const found = await requireImport(ctx, tx.db, importId);
    requireImporting(ctx, found.record);
    const { count } = await tx.db.import.updateMany({
      where: { id: importId, status: 'applied' },
      data: { status: 'undoing', error: null },
    });
    if (count === 0 && found.status !== 'undoing' && found.status !== 'undone')
      throw wrongState(found.status, 'only an applied import can be undone');
    if (count > 0) {
      tx.audit({ action: 'import.undoRequested', subjectType: 'import', subjectId: importId });
      tx.event('import.undoRequested', importId, {});
    }
    return toImportView(await requireImport(ctx, tx.db, importId));
  });
}

const rowsOfStatement = 5_000;
const undoTimeoutMs = 600_000;

export interface UndoResult {
  removed: number;
  restored: number;
  /** Left as they are, because somebody changed them or worked with them since. */
  kept: number;
}

/** Undoes an import in one transaction; a repeat after that does nothing. Rows that were kept say so. */
export async function undoImport(ctx: Context, input: ImportInput): Promise<UndoResult> {
  requireSystem(ctx);
  const { importId } = parseInput(ImportInput, input);
  return inTransaction(
    ctx,
    async (tx) => {
      const done = { removed: 0, restored: 0, kept: 0 };
      const found = await tx.db.import.findFirst({ where: { id: importId, status: 'undoing' } });
      if (!found) return done;
      const { remove, restore, also } = undoStatements[found.record];
      const last = await tx.db.importRow.aggregate({ where: { importId }, _max: { number: true } });
      const ranges: RowRange[] = [];
      for (let after = 0; after < (last._max.number ?? 0); after += rowsOfStatement)
        ranges.push([importId, after, after + rowsOfStatement]);
      for (const range of ranges) {
        done.removed += await tx.write(remove, ...range);
        done.restored += await tx.write(restore, ...range);
      }
      for (const range of ranges) for (const write of also) await tx.write(write, ...range);
      done.kept = await tx.write(tellKept, importId);
      const counts = { ...ImportCounts.parse(found.counts), ...done };
      await tx.db.import.updateMany({
        where: { id: importId },
        data: { status: 'undone', counts, undoneAt: ctx.clock.now() },
      });
      tx.audit({ action: 'import.undone', subjectType: 'import', subjectId: importId, data: { ...done } });
      tx.event('import.undone', importId, done);
      return done;
    },
    { timeoutMs: undoTimeoutMs, writesManyRows: true },
  );
}

const tellKept = defineWrite<[importId: string]>(`
  UPDATE import_rows r
  SET reasons = jsonb_build_array(jsonb_build_object('field', '', 'problem', 'changed or used since; left as it is'))
  WHERE r.organization_id = $1::uuid AND r.import_id = $2::uuid AND r.verdict IN ('new', 'update')
    AND r.applied_at IS NOT NULL`);
