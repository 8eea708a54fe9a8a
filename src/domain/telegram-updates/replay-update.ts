import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const ReplayUpdateInput = z.strictObject({ seq: z.string().regex(/^\d{1,18}$/, 'expected a whole number') });
export type ReplayUpdateInput = z.input<typeof ReplayUpdateInput>;

/** Hands a parked update to its bot again, with all its attempts; the bot takes it up within its sweep. Two replays are one. */
export async function replayUpdate(ctx: Context, input: ReplayUpdateInput): Promise<void> {
  requirePermission(ctx, 'effects.replay');
  const seq = BigInt(parseInput(ReplayUpdateInput, input).seq);
  await inTransaction(ctx, async (tx) => {
    const row = await tx.db.telegramUpdate.findFirst({ where: { seq, parkedAt: { not: null }, handledAt: null } });
    if (!row) throw notFound('telegramUpdate');
    const { count } = await tx.db.telegramUpdate.updateMany({
      where: { seq, parkedAt: { not: null }, handledAt: null },
      data: { parkedAt: null, attempts: 0, leaseUntil: null },
    });
    if (count === 0) return;
    tx.audit({
      action: 'telegramUpdate.replayed',
      subjectType: 'telegramUpdate',
      subjectId: null,
      data: { seq: String(seq), botId: String(row.botId), updateId: String(row.updateId), error: row.error },
    });
  });
}
