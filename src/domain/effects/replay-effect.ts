import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const ReplayEffectInput = z.strictObject({ effectId: z.uuid() });
export type ReplayEffectInput = z.input<typeof ReplayEffectInput>;

/**
 * Lets parked work run again with all its attempts and without its old deadline. What may have been done outside is looked
 * up first, never blindly repeated. Two replays at once are one.
 */
export async function replayEffect(ctx: Context, input: ReplayEffectInput): Promise<void> {
  requirePermission(ctx, 'effects.replay');
  const { effectId } = parseInput(ReplayEffectInput, input);
  const effect = await inTransaction(ctx, async (tx) => {
    const row = await tx.db.effect.findFirst({ where: { id: effectId, state: { in: ['parked', 'unknown'] } } });
    if (!row) throw notFound('effect');
    const { count } = await tx.db.effect.updateMany({
      where: { id: effectId, state: { in: ['parked', 'unknown'] } },
      // Its creation is a moment of the database's clock that has certainly passed.
      data: { state: 'ready', attempts: 0, runAt: row.createdAt, deadlineAt: null, finishedAt: null, leaseUntil: null },
    });
    if (count === 0) return null;
    tx.audit({
      action: 'effect.replayed',
      subjectType: 'effect',
      subjectId: effectId,
      data: { kind: row.kind, error: row.lastError },
    });
    return row;
  });
  if (effect) ctx.runtime.wake([{ id: effect.id, kind: effect.kind, queue: effect.queue, attempts: 0, delayMs: 0 }]);
}
