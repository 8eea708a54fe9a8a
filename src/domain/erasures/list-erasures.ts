import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { toErasureView } from '#domain/erasures/erasure-view.ts';
import type { ErasureView } from '#domain/erasures/erasure-view.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListErasuresInput = z.strictObject(pageFields);
export type ListErasuresInput = z.input<typeof ListErasuresInput>;

/** Who was erased when, why and by whom, newest first. */
export async function listErasures(
  ctx: Context,
  input: ListErasuresInput = {},
): Promise<{ items: ErasureView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'data.erase');
  const { limit, cursor } = parseInput(ListErasuresInput, input);
  const rows = await ctx.db.erasure.findMany({
    where: afterPosition('erasedAt', cursor),
    orderBy: [{ erasedAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => ({ at: row.erasedAt, id: row.id }), toErasureView);
}
