import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Cell } from '#platform/spreadsheet/cells.ts';
import { writeCsv } from '#platform/spreadsheet/write-csv.ts';
import { writeXlsx } from '#platform/spreadsheet/write-xlsx.ts';
import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { headingOf } from '#domain/exports/column-words.ts';
import { exportListNames, exportLists, readFilters } from '#domain/exports/export-lists.ts';
import { requireExporting, wholeOrganization } from '#domain/exports/policy.ts';
import { writeOrganization } from '#domain/exports/write-organization.ts';
import { parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';
import { asMember } from '#domain/users/as-member.ts';
import type { ExportModel } from '#prisma/generated/models/Export.ts';

export const ExportInput = z.strictObject({ exportId: z.uuid() });
export type ExportInput = z.input<typeof ExportInput>;

/** How long the file of an export is kept. */
const fileLifeMs = 24 * 3_600_000;
/** Bytes of an export; a size is kept as a number of 31 bits. */
const maxExportBytes = 2_000_000_000;

const mimeTypes: Record<string, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'tar.gz': 'application/gzip',
};

/**
 * Writes an export's file, page by page, with the sight of who asked for it. A run that was interrupted begins anew: its
 * file was not there for anybody.
 */
export async function writeExport(ctx: Context, input: ExportInput): Promise<{ rows: number }> {
  requireSystem(ctx);
  const { exportId } = parseInput(ExportInput, input);
  const found = await ctx.db.export.findFirst({ where: { id: exportId, status: { in: ['queued', 'running'] } } });
  if (!found) return { rows: 0 };
  const member = await asMember(ctx, found.createdById);
  await inTransaction(ctx, async (tx) => {
    await tx.db.export.updateMany({ where: { id: exportId }, data: { status: 'running' } });
  });
  const count = { rows: 0 };
  const fileId = newId();
  const storageKey = `${ctx.organizationId}/exports/${fileId}`;
  const mimeType = mimeTypes[found.format] ?? 'application/octet-stream';
  const chunks = await chunksOf(member, found, count);
  const stored = await ctx.ports.storage.putStream(storageKey, chunks, { mimeType, maxBytes: maxExportBytes });
  await inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const name = `${found.list}-${now.toISOString().slice(0, 16).replace(/[T:]/g, '-')}.${found.format}`;
    await tx.db.storedFile.create({ data: { id: fileId, storageKey, name, mimeType, ...stored } });
    await tx.db.export.updateMany({
      where: { id: exportId },
      data: {
        status: 'ready',
        rowCount: count.rows,
        fileId,
        finishedAt: now,
        expiresAt: new Date(now.getTime() + fileLifeMs),
      },
    });
    const data = { rows: count.rows, sha256: stored.sha256, sizeBytes: stored.sizeBytes };
    tx.audit({ action: 'export.written', subjectType: 'export', subjectId: exportId, data });
    tx.event('export.ready', exportId, {});
  });
  return count;
}

async function chunksOf(
  member: Context,
  found: ExportModel,
  count: { rows: number },
): Promise<AsyncIterable<Uint8Array>> {
  if (found.list === wholeOrganization) {
    requireExporting(member, wholeOrganization);
    return writeOrganization(member, count);
  }
  const { language } = await member.db.organization.findFirstOrThrow({ select: { language: true } });
  const rows = rowsOf(member, found, count, language);
  if (found.format === 'xlsx') return writeXlsx(rows, { sheetName: found.list });
  return writeCsv(rows, language === 'ru' ? ';' : ',');
}

/** The heading, then every row of the list; a page is all that is held. */
async function* rowsOf(
  member: Context,
  found: ExportModel,
  count: { rows: number },
  language: 'ru' | 'en',
): AsyncGenerator<Cell[]> {
  const name = exportListNames.find((one) => one === found.list);
  if (name === undefined) throw new AppError('internal', 'internal', `There is no list ${found.list}.`);
  requireExporting(member, name);
  const list = exportLists[name];
  const { given } = readFilters(list.filters, z.looseObject({}).parse(found.filters));
  const custom = list.customRecord
    ? await member.db.customField.findMany({
        where: { record: list.customRecord, deletedAt: null },
        orderBy: [{ position: 'asc' }, { id: 'asc' }],
        select: { key: true, label: true },
      })
    : [];
  yield [...list.columns.map((column) => headingOf(column, language)), ...custom.map(({ label }) => label)];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list.page>> = await list.page(member, given, cursor);
    for (const { cells, custom: values } of page.rows) {
      count.rows += 1;
      yield [...cells, ...custom.map(({ key }) => cellOf(Object.entries(values).find(([name]) => name === key)?.[1]))];
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.join(', ') : null;
}

/** Says that an export could not be written. Repeatable. */
export async function failExport(ctx: Context, input: { exportId: string; error: string }): Promise<void> {
  requireSystem(ctx);
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.db.export.updateMany({
      where: { id: input.exportId, status: { in: ['queued', 'running'] } },
      data: { status: 'failed', error: input.error.slice(0, 500), finishedAt: ctx.clock.now() },
    });
    if (count === 0) return;
    tx.audit({ action: 'export.failed', subjectType: 'export', subjectId: input.exportId });
    tx.event('export.failed', input.exportId, {});
  });
}
