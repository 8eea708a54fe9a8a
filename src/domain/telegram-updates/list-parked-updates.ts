import { z } from 'zod';
import { decodeSeq, encodeSeq } from '#domain/audit/audit-cursor.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';

export const ListParkedUpdatesInput = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().max(200).nullish(),
});
export type ListParkedUpdatesInput = z.input<typeof ListParkedUpdatesInput>;

/** Something that came from Telegram and could not be handled. What was written in it is not part of the view. */
export interface ParkedUpdateView {
  /** A whole number, in the order of arrival. */
  seq: string;
  botId: string;
  updateId: string;
  /** Such as message, callback_query. */
  kind: string;
  attempts: number;
  error: string | null;
  receivedAt: Date;
  parkedAt: Date;
}

/** The updates of the organization's bots that were given up, the latest first. */
export async function listParkedUpdates(
  ctx: Context,
  input: ListParkedUpdatesInput = {},
): Promise<{ items: ParkedUpdateView[]; nextCursor: string | null }> {
  requirePermission(ctx, 'effects.replay');
  const { limit, cursor } = parseInput(ListParkedUpdatesInput, input);
  const before = decodeSeq(cursor);
  const rows = await ctx.db.telegramUpdate.findMany({
    where: { parkedAt: { not: null }, handledAt: null, ...(before === null ? {} : { seq: { lt: before } }) },
    orderBy: { seq: 'desc' },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      seq: String(row.seq),
      botId: String(row.botId),
      updateId: String(row.updateId),
      kind: Object.keys(Object(row.payload)).find((key) => key !== 'update_id') ?? 'unknown',
      attempts: row.attempts,
      error: row.error,
      receivedAt: row.receivedAt,
      parkedAt: row.parkedAt ?? row.receivedAt,
    })),
    nextCursor: rows.length > limit && last ? encodeSeq(last.seq) : null,
  };
}
