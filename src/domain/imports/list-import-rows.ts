import { z } from 'zod';
import { writeCsv } from '#platform/spreadsheet/write-csv.ts';
import type { Cell } from '#platform/spreadsheet/cells.ts';
import type { Context } from '#domain/context.ts';
import { RowReasons, StoredMapping } from '#domain/imports/import-fields.ts';
import { requireImport, requireImporting } from '#domain/imports/policy.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { ImportVerdict } from '#prisma/generated/enums.ts';

export const ListImportRowsInput = z.strictObject({
  importId: z.uuid(),
  verdict: z.enum(ImportVerdict).nullish(),
  limit: z.int().min(1).max(100).default(20),
  /** The number of the last row shown. */
  cursor: z.string().max(20).nullish(),
});
export type ListImportRowsInput = z.input<typeof ListImportRowsInput>;

/** A row of the file, with what will become or became of it. */
export interface ImportRowView {
  /** As a spreadsheet program numbers it. */
  number: number;
  verdict: ImportVerdict;
  reasons: { field: string; problem: string }[];
  /** By heading, as the file has them. */
  values: Record<string, string>;
  recordId: string | null;
}

const Values = z.object({ cells: z.array(z.string()) });

/** The rows of an import in the order of the file. */
export async function listImportRows(
  ctx: Context,
  input: ListImportRowsInput,
): Promise<{ items: ImportRowView[]; nextCursor: string | null }> {
  requireImporting(ctx);
  const { importId, verdict, limit, cursor } = parseInput(ListImportRowsInput, input);
  if (cursor && !/^\d{1,9}$/.test(cursor))
    throw invalidInput([{ field: 'cursor', problem: 'this is not a cursor of this list; leave it out to start anew' }]);
  const found = await requireImport(ctx, ctx.db, importId);
  const headings = StoredMapping.parse(found.mapping).columns.map(({ heading }) => heading);
  const rows = await readRows(ctx, importId, verdict ? [verdict] : undefined, cursor ? Number(cursor) : 0, limit + 1);
  const shown = rows.slice(0, limit);
  return {
    items: shown.map((row) => ({
      number: row.number,
      verdict: row.verdict,
      reasons: RowReasons.parse(row.reasons),
      values: Object.fromEntries(headings.map((heading, index) => [heading, cellsOf(row)[index] ?? ''])),
      // The id that a new row would get means nothing before there is a record.
      recordId: row.verdict === 'new' && row.appliedAt === null ? null : row.recordId,
    })),
    nextCursor: rows.length > limit ? String(shown.at(-1)?.number ?? 0) : null,
  };
}

/** The bad and conflicting rows as a CSV file with the reasons behind, to be mended and imported again. */
export async function writeBadRows(
  ctx: Context,
  input: { importId: string },
): Promise<{ name: string; chunks: AsyncGenerator<Uint8Array, void, undefined> }> {
  requireImporting(ctx);
  const { importId } = parseInput(z.strictObject({ importId: z.uuid() }), input);
  const found = await requireImport(ctx, ctx.db, importId);
  const { language } = await ctx.db.organization.findFirstOrThrow({ select: { language: true } });
  const headings = StoredMapping.parse(found.mapping).columns.map(({ heading }) => heading);
  async function* rows(): AsyncGenerator<Cell[]> {
    yield [...headings, 'Row', 'Problem'];
    let after = 0;
    for (;;) {
      const page = await readRows(ctx, importId, ['bad', 'conflict'], after, 500);
      for (const row of page) {
        const reasons = RowReasons.parse(row.reasons).map(({ field, problem }) =>
          field === '' ? problem : `${field}: ${problem}`,
        );
        const cells = cellsOf(row);
        yield [...headings.map((_, index) => cells[index] ?? ''), row.number, reasons.join('; ')];
      }
      if (page.length < 500) return;
      after = page.at(-1)?.number ?? after;
    }
  }
  return {
    name: `bad-rows-${found.fileName.replace(/\.\w+$/, '')}.csv`,
    chunks: writeCsv(rows(), language === 'ru' ? ';' : ','),
  };
}

async function readRows(
  ctx: Context,
  importId: string,
  verdicts: ImportVerdict[] | undefined,
  after: number,
  most: number,
) {
  return ctx.db.importRow.findMany({
    where: { importId, number: { gt: after }, ...(verdicts ? { verdict: { in: verdicts } } : {}) },
    orderBy: { number: 'asc' },
    take: most,
  });
}

function cellsOf(row: { values: unknown }): string[] {
  const values = Values.safeParse(row.values);
  return values.success ? values.data.cells : [];
}
