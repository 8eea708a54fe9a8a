import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { afterPosition, pageFields, toPage } from '#domain/cursor.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListParkedEffectsInput = z.strictObject(pageFields);
export type ListParkedEffectsInput = z.input<typeof ListParkedEffectsInput>;

/** Work that could not be done and waits for a person. */
export interface ParkedEffectView {
  id: string;
  kind: string;
  /** `unknown`: the outside may have done it; a replay looks that up first. */
  state: 'parked' | 'unknown';
  attempts: number;
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** The organization's parked work, newest first. */
export async function listParkedEffects(
  ctx: Context,
  input: ListParkedEffectsInput = {},
): Promise<{ items: ParkedEffectView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'effects.replay');
  const { limit, cursor } = parseInput(ListParkedEffectsInput, input);
  const rows = await ctx.db.effect.findMany({
    where: { AND: [{ state: { in: ['parked', 'unknown'] } }, afterPosition('createdAt', cursor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => ({
      id: row.id,
      kind: row.kind,
      state: row.state === 'unknown' ? 'unknown' : 'parked',
      attempts: row.attempts,
      error: row.lastError,
      createdAt: row.createdAt,
      finishedAt: row.finishedAt,
    }),
  );
}
