import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { toExportView } from '#domain/exports/export-view.ts';
import type { ExportView } from '#domain/exports/export-view.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { actorHas, requirePermission, requireUser } from '#domain/permissions.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export const ListExportsInput = z.strictObject(pageFields);
export type ListExportsInput = z.input<typeof ListExportsInput>;

/** The exports that the actor asked for, newest first. Nobody sees another's: a file holds what its maker may see. */
export async function listExports(
  ctx: Context,
  input: ListExportsInput = {},
): Promise<{ items: ExportView[]; nextCursor: string | null }> {
  requireAnyExporting(ctx);
  const { limit, cursor } = parseInput(ListExportsInput, input);
  const rows = await ctx.db.export.findMany({
    where: { AND: [ownExports(ctx), afterPosition('createdAt', cursor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), toExportView);
}

/** One export that the actor asked for. */
export async function getExport(ctx: Context, input: { exportId: string }): Promise<ExportView> {
  requireAnyExporting(ctx);
  const { exportId } = parseInput(z.strictObject({ exportId: z.uuid() }), input);
  const row = await ctx.db.export.findFirst({ where: { AND: [{ id: exportId }, ownExports(ctx)] } });
  if (!row) throw notFound('export');
  return toExportView(row);
}

function requireAnyExporting(ctx: Context): void {
  if (!actorHas(ctx.actor, 'data.exportAll')) requirePermission(ctx, 'data.export');
}

function ownExports(ctx: Context): Prisma.ExportWhereInput {
  return { createdById: requireUser(ctx).id };
}
