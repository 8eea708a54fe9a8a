import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { visibleCalls } from '#domain/calls/policy.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';

export const DeleteCallInput = z.strictObject({ callId: z.uuid() });
export type DeleteCallInput = z.input<typeof DeleteCallInput>;

export const DeleteCallsInput = z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) });
export type DeleteCallsInput = z.input<typeof DeleteCallsInput>;

/** A call that may still be dialled, or is going on, must stay in sight until its end is known. */
const overStatuses = ['ended', 'not_connected', 'failed', 'cancelled'] as const;

/** Deletes one call. `call.underWay` while it waits or goes on. */
export async function deleteCall(ctx: Context, input: DeleteCallInput): Promise<void> {
  requirePermission(ctx, 'calls.delete');
  const { callId } = parseInput(DeleteCallInput, input);
  if ((await deleteCalls(ctx, { ids: [callId] })).deleted === 1) return;
  const present = await ctx.db.call.count({ where: { AND: [{ id: callId, deletedAt: null }, visibleCalls(ctx)] } });
  if (present === 0) throw notFound('call');
  throw new AppError('conflict', 'call.underWay', 'This call is not over yet; it can be deleted when it is.');
}

/** Deletes those of the calls that are over and that the actor may see, all at once; returns how many those were. */
export async function deleteCalls(ctx: Context, input: DeleteCallsInput): Promise<{ deleted: number }> {
  requirePermission(ctx, 'calls.delete');
  const { ids } = parseInput(DeleteCallsInput, input);
  return inTransaction(ctx, async (tx) => {
    const gone = await tx.db.call.updateManyAndReturn({
      where: { AND: [{ id: { in: ids }, deletedAt: null, status: { in: [...overStatuses] } }, visibleCalls(ctx)] },
      data: { deletedAt: ctx.clock.now(), version: { increment: 1 } },
      select: { id: true, leadId: true, contactId: true },
    });
    for (const { id, leadId, contactId } of gone) {
      tx.activity({ kind: 'call.deleted', leadId, contactId, data: { callId: id } });
      tx.audit({ action: 'call.deleted', subjectType: 'call', subjectId: id });
      tx.event('call.deleted', id, { leadId });
    }
    return { deleted: gone.length };
  });
}
