import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListDoNotCallInput = z.strictObject(pageFields);
export type ListDoNotCallInput = z.input<typeof ListDoNotCallInput>;

/** A number that nobody of the organization may call. */
export interface DoNotCallView {
  id: string;
  e164: string;
  reason: string;
  source: string;
  createdAt: Date;
}

/** The organization's do-not-call list, newest first. */
export async function listDoNotCall(
  ctx: Context,
  input: ListDoNotCallInput = {},
): Promise<{ items: DoNotCallView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'contacts.read');
  const { limit, cursor } = parseInput(ListDoNotCallInput, input);
  const rows = await ctx.db.doNotCallEntry.findMany({
    where: afterPosition('createdAt', cursor),
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: { id: true, e164: true, reason: true, source: true, createdAt: true },
  });
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
}
