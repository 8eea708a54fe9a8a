import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { hashHeadings, isField, matchKeys, usualMatchKey } from '#domain/imports/import-columns.ts';
import type { CustomColumn, ImportColumn } from '#domain/imports/import-columns.ts';
import { ImportMappingInput, ImportOptions, MatchKey, StoredMapping } from '#domain/imports/import-fields.ts';
import { toImportView } from '#domain/imports/import-view.ts';
import type { ImportView } from '#domain/imports/import-view.ts';
import { requireImport, requireImporting, wrongState } from '#domain/imports/policy.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { newId } from '#platform/ids.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

export const MapImportInput = z.strictObject({
  importId: z.uuid(),
  mapping: ImportMappingInput.optional(),
  matchKey: MatchKey.optional(),
  /** The whole new options; left out they stay. */
  options: ImportOptions.optional(),
});
export type MapImportInput = z.input<typeof MapImportInput>;

/** Reads the columns otherwise from now on, remembers it for files with the same headings, and checks all rows anew. */
export async function mapImport(ctx: Context, input: MapImportInput): Promise<ImportView> {
  requireImporting(ctx);
  const { importId, mapping, matchKey, options } = parseInput(MapImportInput, input);
  return inTransaction(ctx, async (tx) => {
    const before = await requireImport(ctx, tx.db, importId);
    requireImporting(ctx, before.record);
    const stored = StoredMapping.parse(before.mapping);
    const custom = await tx.db.customField.findMany({
      where: { record: before.record, deletedAt: null },
      select: { key: true, label: true },
    });
    const columns = mapping ? layOver(before.record, stored.columns, mapping, custom) : stored.columns;
    const key = matchKey ?? before.matchKey ?? usualMatchKey(before.record, columns);
    requireMatchKey(before.record, key);
    const { count } = await tx.db.import.updateMany({
      where: { id: importId, status: { in: ['uploaded', 'checked', 'failed'] }, appliedAt: null },
      data: {
        status: 'uploaded',
        mapping: StoredMapping.parse({ columns, options: options ?? stored.options }),
        matchKey: key,
        counts: {},
        position: 0,
        error: null,
      },
    });
    if (count === 0) throw wrongState(before.status, 'its columns can be changed before it is applied');
    await tx.db.importRow.deleteMany({ where: { importId } });
    const headingsHash = hashHeadings(columns.map(({ heading }) => heading));
    const known = {
      mapping: Object.fromEntries(columns.map(({ heading, field }) => [heading, field])),
      matchKey: key,
    };
    await tx.db.importMapping.upsert({
      where: {
        organizationId_record_headingsHash: { organizationId: ctx.organizationId, record: before.record, headingsHash },
      },
      create: { id: newId(), record: before.record, headingsHash, ...known },
      update: known,
    });
    tx.audit({ action: 'import.mapped', subjectType: 'import', subjectId: importId, data: { matchKey: key } });
    tx.event('import.uploaded', importId, {});
    return toImportView(await requireImport(ctx, tx.db, importId));
  });
}

/** The columns with some of them read otherwise; a field that is given anew leaves the column that had it. */
export function layOver(
  record: RecordKind,
  columns: readonly ImportColumn[],
  mapping: Readonly<Record<string, string | null>>,
  custom: readonly CustomColumn[],
): ImportColumn[] {
  const headings = new Set(columns.map(({ heading }) => heading));
  const problems = Object.entries(mapping).flatMap(([heading, field]) => [
    ...(headings.has(heading) ? [] : [{ field: `mapping.${heading}`, problem: 'the file has no such column' }]),
    ...(field === null || isField(record, field, custom)
      ? []
      : [{ field: `mapping.${heading}`, problem: `a ${record} has no field ${field}` }]),
  ]);
  const given = Object.values(mapping).filter((field) => field !== null);
  if (new Set(given).size < given.length) problems.push({ field: 'mapping', problem: 'a field may be given once' });
  if (problems.length > 0) throw invalidInput(problems.slice(0, 20));
  const chosen = new Set(given);
  return columns.map(({ heading, field }) => {
    const wanted = mapping[heading];
    if (wanted !== undefined) return { heading, field: wanted };
    return { heading, field: field !== null && chosen.has(field) ? null : field };
  });
}

/** Refuses a key that records of this kind are not told apart by. */
export function requireMatchKey(record: RecordKind, key: string): void {
  const keys: readonly string[] = matchKeys[record];
  if (!keys.includes(key)) {
    throw invalidInput([{ field: 'matchKey', problem: `a ${record} is matched by one of: ${keys.join(', ')}` }]);
  }
}
