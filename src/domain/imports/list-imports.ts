import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { ImportRecord } from '#domain/imports/import-fields.ts';
import { toImportView } from '#domain/imports/import-view.ts';
import type { ImportView } from '#domain/imports/import-view.ts';
import { requireImport, requireImporting, visibleImports } from '#domain/imports/policy.ts';
import { parseInput } from '#domain/parse-input.ts';

export const ListImportsInput = z.strictObject({ ...pageFields, record: ImportRecord.nullish() });
export type ListImportsInput = z.input<typeof ListImportsInput>;

/** The imports that the actor may see, newest first: an admin's all, others' their own. */
export async function listImports(
  ctx: Context,
  input: ListImportsInput = {},
): Promise<{ items: ImportView[]; nextCursor: string | null }> {
  requireImporting(ctx);
  const { limit, cursor, record } = parseInput(ListImportsInput, input);
  const rows = await ctx.db.import.findMany({
    where: { AND: [visibleImports(ctx), record ? { record } : {}, afterPosition('createdAt', cursor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), toImportView);
}

/** One import, with its counts. */
export async function getImport(ctx: Context, input: { importId: string }): Promise<ImportView> {
  requireImporting(ctx);
  const { importId } = parseInput(z.strictObject({ importId: z.uuid() }), input);
  return toImportView(await requireImport(ctx, ctx.db, importId));
}
