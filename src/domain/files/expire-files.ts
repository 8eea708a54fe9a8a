import { requireSystem } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { deleteFiles } from '#domain/files/delete-files.ts';

const dayMs = 24 * 3_600_000;
/** A table that was imported is kept so long, for those who want to look at it again. */
const importLifeMs = 30 * dayMs;
const mostFiles = 200;

/**
 * Throws away what is over: files of exports whose time has come, tables of imports that ended a month ago, and tables
 * that were uploaded and never imported. Returns how many files went.
 */
export async function expireFiles(ctx: Context): Promise<number> {
  requireSystem(ctx);
  const now = ctx.clock.now().getTime();
  const exports = await ctx.db.export.findMany({
    where: { fileId: { not: null }, expiresAt: { lt: new Date(now) } },
    take: mostFiles,
    select: { id: true, fileId: true },
  });
  const old = await ctx.db.storedFile.findMany({
    where: { storageKey: { startsWith: `${ctx.organizationId}/imports/` }, createdAt: { lt: new Date(now - dayMs) } },
    orderBy: { createdAt: 'asc' },
    take: mostFiles,
    select: { id: true, createdAt: true },
  });
  const used = await ctx.db.import.findMany({
    where: { fileId: { in: old.map(({ id }) => id) }, createdAt: { gt: new Date(now - importLifeMs) } },
    select: { fileId: true },
  });
  const isUsed = new Set(used.map(({ fileId }) => fileId));
  const fileIds = [
    ...exports.flatMap(({ fileId }) => fileId ?? []),
    ...old.flatMap(({ id }) => (isUsed.has(id) ? [] : [id])),
  ];
  if (fileIds.length === 0) return 0;
  const { deleted } = await deleteFiles(ctx, { fileIds });
  await ctx.db.export.updateMany({ where: { id: { in: exports.map(({ id }) => id) } }, data: { fileId: null } });
  return deleted;
}
