import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { readTable } from '#platform/spreadsheet/read-table.ts';
import type { Context } from '#domain/context.ts';
import { distinctHeadings, guessColumns, hashHeadings, usualMatchKey } from '#domain/imports/import-columns.ts';
import type { ImportColumn } from '#domain/imports/import-columns.ts';
import {
  ImportMappingInput,
  ImportOptions,
  ImportRecord,
  MatchKey,
  StoredMapping,
} from '#domain/imports/import-fields.ts';
import { toImportView } from '#domain/imports/import-view.ts';
import type { ImportView } from '#domain/imports/import-view.ts';
import { layOver, requireMatchKey } from '#domain/imports/map-import.ts';
import { asRefusal, openStored, unreadable } from '#domain/imports/open-file.ts';
import { requireImporting } from '#domain/imports/policy.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { RecordKind } from '#prisma/generated/enums.ts';

/** Bytes of a file that is imported. */
export const maxImportBytes = 100 * 1_048_576;

export const StartImportInput = z.strictObject({
  fileId: z.uuid(),
  record: ImportRecord,
  mapping: ImportMappingInput.optional(),
  matchKey: MatchKey.optional(),
  options: ImportOptions.prefault({}),
});
export type StartImportInput = z.input<typeof StartImportInput>;

const FileName = z
  .string()
  .trim()
  .transform((name) => name.replaceAll(/[\p{Cc}\p{Cf}/\\]/gu, '_').slice(0, 200) || 'import');

/**
 * Stores a file to import while it comes in, and returns its id for `startImport`. `file.tooLarge` beyond 100 MB; nothing
 * stays when it breaks off. Files that are never imported are thrown away after a day.
 */
export async function storeImportFile(
  ctx: Context,
  file: { name: string; chunks: AsyncIterable<Uint8Array> },
): Promise<{ fileId: string }> {
  requireImporting(ctx);
  requireUser(ctx);
  const name = parseInput(FileName, file.name);
  const fileId = newId();
  const storageKey = `${ctx.organizationId}/imports/${fileId}`;
  const mimeType = 'application/octet-stream';
  const stored = await ctx.ports.storage.putStream(storageKey, file.chunks, { mimeType, maxBytes: maxImportBytes });
  await ctx.db.storedFile.create({ data: { id: fileId, storageKey, name, mimeType, ...stored } });
  return { fileId };
}

/**
 * Begins an import: reads the headings, takes the mapping given, else the one remembered for these headings, else a guess,
 * and has the rows checked. Nothing is written to the records before it is applied.
 */
export async function startImport(ctx: Context, input: StartImportInput): Promise<ImportView> {
  const { fileId, record, mapping, matchKey, options } = parseInput(StartImportInput, input);
  requireImporting(ctx, record);
  const member = requireUser(ctx);
  const file = await ctx.db.storedFile.findFirst({
    where: { id: fileId, storageKey: `${ctx.organizationId}/imports/${fileId}` },
  });
  if (!file) throw unreadable('The file is not there any more. Send it again.');
  const headings = await readHeadings(ctx, file.storageKey);
  const custom = await ctx.db.customField.findMany({
    where: { record, deletedAt: null },
    select: { key: true, label: true },
  });
  const remembered = await findRemembered(ctx, record, headings);
  const usual = remembered?.columns ?? guessColumns(record, headings, custom);
  const columns = mapping ? layOver(record, usual, mapping, custom) : usual;
  const key = matchKey ?? (mapping ? undefined : remembered?.matchKey) ?? usualMatchKey(record, columns);
  requireMatchKey(record, key);
  const importId = newId();
  return inTransaction(ctx, async (tx) => {
    const row = await tx.db.import.create({
      data: {
        id: importId,
        record,
        fileId,
        fileName: file.name,
        mapping: StoredMapping.parse({ columns, options }),
        matchKey: key,
        createdById: member.id,
      },
    });
    tx.audit({
      action: 'import.uploaded',
      subjectType: 'import',
      subjectId: importId,
      data: { record, sha256: file.sha256, sizeBytes: file.sizeBytes },
    });
    tx.event('import.uploaded', importId, {});
    return toImportView(row);
  });
}

async function readHeadings(ctx: Context, storageKey: string): Promise<string[]> {
  try {
    for await (const { cells } of readTable(openStored(ctx, storageKey))) return distinctHeadings(cells);
  } catch (error) {
    throw asRefusal(error);
  }
  throw unreadable('The file has no rows: its first row must name the columns.');
}

async function findRemembered(ctx: Context, record: RecordKind, headings: string[]) {
  const row = await ctx.db.importMapping.findFirst({ where: { record, headingsHash: hashHeadings(headings) } });
  if (!row) return null;
  const known = z.record(z.string(), z.string().nullable()).parse(row.mapping);
  const columns: ImportColumn[] = headings.map((heading) => ({ heading, field: known[heading] ?? null }));
  return { columns, matchKey: row.matchKey };
}
